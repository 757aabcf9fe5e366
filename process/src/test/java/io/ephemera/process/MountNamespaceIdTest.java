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

  @Test
  void aNumberOfInodeThatAnotherNamespaceGotIsNoLife() throws IOException {
    MountNamespaceId own = MountNamespaceId.ofCallingThread();
    long since = start(ProcessHandle.current().pid());
    assumeTrue(own.id() > 0, "needs Linux 6.11");
    assertThat(new MountNamespaceId(Long.MAX_VALUE, own.inode()).amongProcesses(since))
        .isEqualTo(Liveness.DEAD);
  }
}
