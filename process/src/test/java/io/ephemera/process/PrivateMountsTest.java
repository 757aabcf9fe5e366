// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.testkit.TestUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class PrivateMountsTest extends ProcessTestCase {
  @Test
  void onlyTheThreadSeesItsMounts() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    build("m/\n");
    FutureTask<String> inside =
        new FutureTask<>(() -> {
          PrivateMounts.enter();
          Process mount =
              new ProcessBuilder("mount", "-t", "tmpfs", "tmpfs", path("m").toString()).start();
          assertThat(mount.waitFor()).isZero();
          return Files.readString(Path.of("/proc/thread-self/mountinfo"));
        });
    Thread thread = new Thread(inside);
    thread.start();

    assertThat(inside.get()).contains(" " + path("m") + " ");
    thread.join();
    assertThat(Files.readString(Path.of("/proc/thread-self/mountinfo")))
        .doesNotContain(" " + path("m") + " ");
  }

  @Test
  void otherProcessesReachAFileByItsDescriptor() throws Exception {
    build("f \"0123456789\"\n");
    try (OpenFile file = OpenFile.openAmbient(bytePath(path("f")))) {
      Process cat = new ProcessBuilder("cat", file.pathForOthers()).start();
      assertThat(new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("0123456789");
      assertThat(file.read(3, 4)).isEqualTo(Bytes.latin1("3456"));
      assertThat(file.read(8, 4)).isEqualTo(Bytes.latin1("89"));
      assertThat(file.read(20, 4)).isEqualTo(Bytes.EMPTY);
    }
  }
}
