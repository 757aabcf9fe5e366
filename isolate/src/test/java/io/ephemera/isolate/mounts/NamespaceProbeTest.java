// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Bytes;
import io.ephemera.process.KernelFiles;
import io.ephemera.testkit.TestUser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespaceProbeTest {
  @Test
  void aProbeWithTheCapabilityChangesNothing() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    Path namespace = Path.of("/proc/thread-self/ns/mnt");
    Path before = Files.readSymbolicLink(namespace);
    assertThat(NamespaceTrial.begin().result()).isEqualTo(new NamespaceAccess.Own());
    assertThat(Files.readSymbolicLink(namespace)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "/proc/sys/user/max_user_namespaces, 0, user.max_user_namespaces is 0",
    "/proc/sys/kernel/unprivileged_userns_clone, 0, kernel.unprivileged_userns_clone is 0",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns, 1, AppArmor restricts",
    "/none, 0, chroot(2): unshare: failed"
  })
  void theReasonNamesTheSetting(String file, String value, String words) {
    KernelFiles kernel =
        new KernelFiles() {
          @Override
          public String text(String path) {
            return path.equals(file) ? value + "\n" : "";
          }
        };
    assertThat(new NamespaceProbe(kernel).reason(Bytes.latin1("unshare: failed\n")))
        .contains(words);
  }
}
