// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which socket files are alive, whatever they are called. */
class BoundSocketsTest extends FsTestCase {
  private BytePath at(String name) {
    return bytePath(path(name));
  }

  private static BoundSockets all() throws IOException {
    return Objects.requireNonNull(BoundSockets.askKernel());
  }

  @Test
  void aSocketIsAliveWhileSomebodyHasItBoundUnderWhateverName() throws IOException {
    build("d/\n");
    try (Directory d = directory("d")) {
      Stat dead;
      try (UnixSocket socket = UnixSocket.stream()) {
        socket.bind(at("d/s"));
        d.rename(Name.of("s"), Name.of("moved"));
        dead = d.stat(Name.of("moved"));
        assertThat(all().contain(dead)).isTrue();
        assertThat(Objects.requireNonNull(BoundSockets.askForListening()).contain(dead)).isTrue();
        assertThat(socket.mayBeBoundTo(dead)).isTrue();
        assertThat(socket.mayBeBoundTo(d.stat())).isFalse();
      }
      assertThat(all().contain(dead)).isFalse();
      assertThat(all().containNumberOf(dead)).isFalse();
    }
  }

  @Test
  void alsoOneThatWasBoundThroughADescriptor() throws IOException {
    build("d/\n");
    try (Directory d = directory("d");
        UnixSocket socket = UnixSocket.stream()) {
      socket.bind(d.pathInProcess().child(Name.of("s")));
      assertThat(all().contain(d.stat(Name.of("s")))).isTrue();
      assertThat(d.realPath()).isEqualTo(at("d"));
    }
  }

  @Test
  void ofAConnectedOneTheListenerCounts() throws IOException {
    try (UnixSocket client = UnixSocket.stream();
        Directory here = directory("")) {
      UnixSocket listening = UnixSocket.streamWithoutWaiting();
      listening.bind(at("s"));
      listening.listen(1);
      client.connect(at("s"));
      try (UnixSocket server = Objects.requireNonNull(listening.accept())) {
        listening.close();
        Stat file = here.stat(Name.of("s"));
        assertThat(Objects.requireNonNull(BoundSockets.askForListening()).contain(file)).isFalse();
        assertThat(all().contain(file)).isTrue();
        assertThat(server.boundPath()).isEqualTo(at("s"));
        assertThat(client.boundPath()).isNull();
      }
    }
  }

  @Test
  void aSocketThatIsHeldIsConnectedToWhateverItsNameIs() throws IOException {
    build("d/\n");
    String name = "n".repeat(200);
    try (Directory d = directory("d");
        UnixSocket listening = UnixSocket.streamWithoutWaiting();
        UnixSocket client = UnixSocket.streamWithoutWaiting()) {
      listening.bind(at("d/s"));
      listening.listen(0);
      d.rename(Name.of("s"), Name.of(name));
      try (Inode held = Inode.openAmbient(at("d/" + name));
          UnixSocket other = UnixSocket.streamWithoutWaiting()) {
        client.connect(held);
        assertThatThrownBy(() -> other.connect(held))
            .hasMessageContaining("Resource temporarily unavailable");
      }
      assertThat(client.peer().pid()).isEqualTo((int) ProcessHandle.current().pid());
      assertThat(listening.isListening()).isTrue();
      assertThat(client.isListening()).isFalse();
      assertThat(client.isUnixStream()).isTrue();
      try (UnixSocket alarm = UnixSocket.alarm()) {
        assertThat(alarm.isUnixStream()).isFalse();
      }
    }
  }

  @Test
  void theSocketFileHasTheModeOfTheHandle() throws IOException {
    try (UnixSocket socket = UnixSocket.stream();
        Directory here = directory("")) {
      socket.setMode(0600);
      socket.bind(at("s"));
      assertThat(here.stat(Name.of("s")).mode()).isEqualTo(0600);
    }
  }
}
