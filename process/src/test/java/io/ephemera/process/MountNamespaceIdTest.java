// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whether a process lives in a mount namespace, by both ways to find out. */
class MountNamespaceIdTest {
  private static long start(long pid) {
    return Objects.requireNonNull(RunningProcess.find(pid)).start();
  }

  @Test
  void thatOfThisThreadIsAlive() throws IOException {
    MountNamespaceId own = MountNamespaceId.ofCallingThread();
    long since = start(ProcessHandle.current().pid());
    assertThat(own).isEqualTo(MountNamespaceId.of(ProcessHandle.current().pid()));
    assertThat(own.liveness(since)).isEqualTo(Liveness.ALIVE);
    assertThat(own.amongProcesses(since)).isEqualTo(Liveness.ALIVE);
  }

  @Test
  void isAliveUntilItsLastProcessEnds() throws IOException {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    MountNamespaceId id;
    MountNamespaceId old;
    long since;
    try (MountNamespace inhabited = MountNamespace.after("", Path.of("/"))) {
      long pid = Long.parseLong(inhabited.path(Path.of("/")).getName(1).toString());
      id = MountNamespaceId.of(pid);
      since = start(pid);
      old = new MountNamespaceId(0, id.inode());
      assertThat(id).isNotEqualTo(MountNamespaceId.ofCallingThread());
      assertThat(id.liveness(since)).isEqualTo(Liveness.ALIVE);
      assertThat(id.amongProcesses(since)).isEqualTo(Liveness.ALIVE);
      assertThat(old.liveness(since)).isEqualTo(Liveness.ALIVE);
    }
    assertThat(id.liveness(since)).isEqualTo(Liveness.DEAD);
    assertThat(id.amongProcesses(since)).isEqualTo(Liveness.DEAD);
    assertThat(old.liveness(since)).isEqualTo(Liveness.DEAD);
  }

  /** Of another process of user 1000. */
  private static boolean mayBeOf(int uid, String map, boolean mayMount) {
    KernelFiles files =
        new KernelFiles() {
          @Override
          public String text(String path) {
            return path.endsWith("/uid_map") ? map : "Name:\tx\nUid:\t1000\t1000\t1000\t1000\n";
          }
        };
    return MountNamespaceId.mayBeOf(uid, "/proc/7", mayMount, files);
  }

  @Test
  void aProcessThatHidesItsNamespaceCanBeInThatOfItsUserAlone() {
    assertThat(mayBeOf(1000, "      1000       1000          1\n", false)).isTrue();
    assertThat(mayBeOf(1000, "         0       1000          1\n", false)).isTrue();
    assertThat(mayBeOf(1000, "", false)).isTrue();
    assertThat(mayBeOf(1001, "      1000       1000          1\n", false)).isFalse();
  }

  @Test
  void aProcessAmongSeveralUsersIsInNoNamespaceThatNeedsOneOfOneUser() {
    String all = "         0          0 4294967295\n";
    assertThat(mayBeOf(1000, all, false)).isFalse();
    assertThat(mayBeOf(1000, "0 100000 1000\n1000 1000 1\n", false)).isFalse();
    assertThat(mayBeOf(1000, all, true)).isTrue();
  }

  @Test
  void aNumberOfInodeThatAnotherNamespaceGotIsNoLife() throws IOException {
    MountNamespaceId own = MountNamespaceId.ofCallingThread();
    long since = start(ProcessHandle.current().pid());
    assumeTrue(own.id() > 0, "needs Linux 6.11");
    assertThat(new MountNamespaceId(Long.MAX_VALUE, own.inode()).amongProcesses(since))
        .isEqualTo(Liveness.DEAD);
  }
}
