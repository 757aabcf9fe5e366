// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnixSocket;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveSocketsTest {
  private static Stat bind(UnixSocket socket, Directory here, String name) throws IOException {
    socket.bind(here.pathInProcess().child(Name.of(name)));
    return here.stat(Name.of(name));
  }

  private static Directory held(TestFolder folder) throws IOException {
    return Directory.openAmbient(BytePath.of(folder.path().toString()));
  }

  @Test
  void aSocketThatIsBoundAfterTheFirstReadIsFound() throws IOException {
    LiveSockets sockets = new LiveSockets(new KernelFiles());
    try (TestFolder folder = TestFolder.create();
        Directory here = held(folder)) {
      BytePath nowhere = BytePath.of("/nowhere");
      for (int i = 0; i < 20; i++) {
        Stat file;
        try (UnixSocket socket = UnixSocket.stream()) {
          file = bind(socket, here, "s" + i);
          assertThat(sockets.of(nowhere, file)).isEqualTo(Liveness.ALIVE);
        }
        try (UnixSocket socket = UnixSocket.stream()) {
          file = bind(socket, here, "dead" + i);
        }
        assertThat(sockets.of(nowhere, file)).isEqualTo(Liveness.DEAD);
      }
    }
  }

  /** Bound by a relative path, which says nothing here: the namespace is asked for the inode. */
  @Test
  void aSocketOfAnotherNetworkNamespaceIsFound() throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    String bind =
        "socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die; bind($s, sockaddr_un('s')) or die $!;"
            + " listen($s, 1); $| = 1; print qq(ready\\n); <STDIN>";
    try (TestFolder folder = TestFolder.create();
        Directory here = held(folder)) {
      Process listener =
          new ProcessBuilder("unshare", "--net", "perl", "-MSocket", "-e", bind)
              .directory(folder.path().toFile())
              .start();
      assertThat(listener.inputReader().readLine()).isEqualTo("ready");
      Stat file = here.stat(Name.of("s"));
      BytePath elsewhere = BytePath.of("/nowhere");
      assertThat(LiveSockets.ofListener(file)).isEqualTo(Liveness.DEAD);
      assertThat(new LiveSockets(new KernelFiles()).of(elsewhere, file)).isEqualTo(Liveness.ALIVE);
      listener.getOutputStream().close();
      assertThat(listener.waitFor()).isZero();
      assertThat(new LiveSockets(new KernelFiles()).of(elsewhere, file)).isEqualTo(Liveness.DEAD);
    }
  }

  /** Only root may enter the network namespace of another process and ask there. */
  @ParameterizedTest
  @CsvSource({"0, DEAD", "4711, UNKNOWN"})
  void livenessIsUnknownIfANamespaceCannotBeAsked(String user, Liveness expected) throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    try (TestFolder folder = TestFolder.create();
        Directory here = held(folder)) {
      try (UnixSocket socket = UnixSocket.stream()) {
        Stat ignored = bind(socket, here, "s");
      }
      Process other = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo; exec cat").start();
      assertThat(other.inputReader().readLine()).isEmpty();
      List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + user));
      command.addAll(List.of("--regid=" + user, "--clear-groups"));
      JavaProgram probe =
          JavaProgram.of(
              LiveSocketsProbe.class,
              LiveSockets.class.getName(),
              Directory.class.getName(),
              "io.ephemera.linux.At");
      command.addAll(probe.copiedTo(folder.path()).command(folder.path() + "/s"));
      Process asked = new ProcessBuilder(command).redirectErrorStream(true).start();
      assertThat(asked.inputReader().lines()).containsExactly(expected.name());
      other.getOutputStream().close();
      assertThat(other.waitFor()).isZero();
    }
  }

  @Test
  void aFileIsAliveAsThatOfAListenerUntilTheListenerCloses() throws IOException {
    try (TestFolder folder = TestFolder.create();
        Directory here = held(folder)) {
      Stat file;
      try (UnixSocket socket = UnixSocket.stream()) {
        file = bind(socket, here, "s");
        assertThat(LiveSockets.ofListener(file)).isEqualTo(Liveness.ALIVE);
        socket.listen(1);
        assertThat(LiveSockets.ofListener(file)).isEqualTo(Liveness.ALIVE);
      }
      assertThat(LiveSockets.ofListener(file)).isEqualTo(Liveness.DEAD);
    }
  }

  @Test
  void onlyAbsolutePathsOfTheListAreSocketFiles() {
    String list =
        """
        Num       RefCount Protocol Flags    Type St Inode Path
        0000000000000000: 00000002 00000000 00010000 0001 01 20337 /run/a b
        0000000000000000: 00000002 00000000 00010000 0001 01     9 /run/\u00ff
        0000000000000000: 00000003 00000000 00000000 0001 03 20338
        0000000000000000: 00000002 00000000 00010000 0001 01 20339 @abstract
        0000000000000000: 00000002 00000000 00010000 0001 01 20340 relative
        0000000000000000: 00000002 00000000 00010000 0001 01 20341 /
        short
        0000000000000000: 00000002 00000000 00010000 0001 01 20342 /run/last\
        """;
    assertThat(LiveSockets.parsePaths(list))
        .extracting(BytePath::latin1)
        .containsExactlyInAnyOrder("/run/a b", "/run/\u00ff", "/", "/run/last");
    assertThat(LiveSockets.parsePaths("Num RefCount\n")).isEmpty();
  }

  @Test
  void livenessIsUnknownIfTheKernelListsNoSockets() throws IOException {
    KernelFiles silent =
        new KernelFiles() {
          @Override
          public String text(String path) {
            return "";
          }
        };
    try (TestFolder folder = TestFolder.create();
        Directory here = held(folder)) {
      Stat file;
      try (UnixSocket socket = UnixSocket.stream()) {
        file = bind(socket, here, "s");
      }
      assertThat(new LiveSockets(silent).of(BytePath.of("/nowhere"), file))
          .isEqualTo(Liveness.UNKNOWN);
    }
  }

  @Test
  void aUserWhoKeepsMakingSocketsCausesNoMoreReads() throws IOException {
    int[] readings = {0};
    KernelFiles counted =
        new KernelFiles() {
          @Override
          public String text(String path) {
            readings[0] += path.equals("/proc/net/unix") ? 1 : 0;
            return super.text(path);
          }
        };
    LiveSockets sockets = new LiveSockets(counted);
    Liveness liveness = Liveness.DEAD;
    try (TestFolder folder = TestFolder.create();
        Directory here = held(folder)) {
      for (int i = 0; i < 100_000 && liveness == Liveness.DEAD; i++) {
        Stat file;
        try (UnixSocket socket = UnixSocket.stream()) {
          file = bind(socket, here, "dead" + i);
        }
        liveness = sockets.of(BytePath.of("/nowhere"), file);
      }
    }
    assertThat(liveness).isEqualTo(Liveness.UNKNOWN);
    assertThat(readings[0]).isEqualTo(100);
  }
}
