// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whether a process lives in a mount namespace, by both ways to find out. */
class MountNamespaceIdTest {
  @Test
  void thatOfThisThreadIsAlive() throws IOException {
    MountNamespaceId own = MountNamespaceId.ofCallingThread();
    assertThat(own).isEqualTo(MountNamespaceId.of(ProcessHandle.current().pid()));
    assertThat(own.liveness()).isEqualTo(Liveness.ALIVE);
    assertThat(own.amongProcesses()).isEqualTo(Liveness.ALIVE);
  }

  @Test
  void isAliveUntilItsLastProcessEnds() throws IOException {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    MountNamespaceId id;
    MountNamespaceId old;
    try (MountNamespace inhabited = MountNamespace.after("", Path.of("/"))) {
      id = MountNamespaceId.of(Long.parseLong(inhabited.path(Path.of("/")).getName(1).toString()));
      old = new MountNamespaceId(0, id.inode());
      assertThat(id).isNotEqualTo(MountNamespaceId.ofCallingThread());
      assertThat(id.liveness()).isEqualTo(Liveness.ALIVE);
      assertThat(id.amongProcesses()).isEqualTo(Liveness.ALIVE);
      assertThat(old.liveness()).isEqualTo(Liveness.ALIVE);
    }
    assertThat(id.liveness()).isEqualTo(Liveness.DEAD);
    assertThat(id.amongProcesses()).isEqualTo(Liveness.DEAD);
    assertThat(old.liveness()).isEqualTo(Liveness.DEAD);
  }

  @Test
  void aNumberOfInodeThatAnotherNamespaceGotIsNoLife() throws IOException {
    MountNamespaceId own = MountNamespaceId.ofCallingThread();
    assumeTrue(own.id() > 0, "needs Linux 6.11");
    assertThat(new MountNamespaceId(Long.MAX_VALUE, own.inode()).amongProcesses())
        .isEqualTo(Liveness.DEAD);
  }
}
