// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.process.MountInfo;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each namespace is read once, from a process that sees all of its mounts. */
class MountNamespacesTest {
  @Test
  void aProcessThatChangedItsRootDoesNotSpeakForItsNamespace() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root");
    try (TestFolder folder = TestFolder.with("d/\n");
        Holder changed = Holder.start(folder.path(), List.of(), "chroot", "d");
        Holder ordinary = Holder.start(folder.path(), List.of(), "none", "");
        Proc proc = Proc.open()) {
      MountNamespaces namespaces = new MountNamespaces(true);
      assertThat(mounts(namespaces, proc, changed.pid()).mounts()).isEmpty();
      assertThat(namespaces.all()).isEmpty();
      NamespaceMounts all = mounts(namespaces, proc, ordinary.pid());
      assertThat(all.mounts()).isNotEmpty();
      assertThat(namespaces.all()).hasSize(1);
      assertThat(mounts(namespaces, proc, changed.pid())).isSameAs(all);
    }
  }

  private static NamespaceMounts mounts(MountNamespaces namespaces, Proc proc, int pid) {
    try (ProcessDirectory process = Objects.requireNonNull(proc.process(pid))) {
      return Objects.requireNonNull(namespaces.of(process));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/nfs, true, true, true",
    "/srv/nfs/a, true, true, true",
    "/srv/nfs (deleted), true, true, true",
    "/srv/nfsd, false, false, false",
    "/srv, false, false, false",
    "/home/u/sshfs/x, true, true, false",
    "/auto/x, true, false, false",
    "/tmp/x, false, false, false",
    "/odd/x, true, true, true",
  })
  void aServerMayLetALookWait(String path, boolean onTheWay, boolean oldKernel, boolean newKernel) {
    MountInfo mounts =
        MountInfo.parse(
            """
            21 1 8:1 / / rw - ext4 /dev/sda1 rw
            22 21 0:5 / /srv/nfs rw - nfs4 server:/ rw
            23 21 0:6 / /home/u/sshfs rw - fuse.sshfs sshfs rw
            24 21 0:7 / /tmp rw - tmpfs tmpfs rw
            25 21 0:8 / /odd rw - not_known_yet none rw
            26 21 0:9 / /auto rw - autofs systemd-1 rw
            """);
    byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
    NamespaceMounts old = new NamespaceMounts(mounts, false);
    NamespaceMounts recent = new NamespaceMounts(mounts, true);
    assertThat(old.mayWaitOnTheWay(bytes)).isEqualTo(onTheWay);
    assertThat(recent.mayWaitOnTheWay(bytes)).isEqualTo(onTheWay);
    assertThat(old.mayWaitAt(bytes, bytes.length)).isEqualTo(oldKernel);
    assertThat(recent.mayWaitAt(bytes, bytes.length)).isEqualTo(newKernel);
  }

  @Test
  void aSystemWithFuseAndAutofsAloneIsLookedAtQuickly() {
    MountInfo mounts =
        MountInfo.parse(
            """
            21 1 8:1 / / rw - ext4 /dev/sda1 rw
            23 21 0:6 / /home/u/sshfs rw - fuse.sshfs sshfs rw
            26 21 0:9 / /proc/sys/fs/binfmt_misc rw - autofs systemd-1 rw
            """);
    assertThat(new NamespaceMounts(mounts, true).mayWait()).isFalse();
    assertThat(new NamespaceMounts(mounts, false).mayWait()).isTrue();
  }
}
