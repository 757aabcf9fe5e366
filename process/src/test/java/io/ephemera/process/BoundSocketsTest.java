// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnixSocket;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sockets are found by the inode of their file. */
class BoundSocketsTest extends ProcessTestCase {
  private BytePath at(String name) {
    return bytePath(path(name));
  }

  private static BoundSockets all() throws IOException {
    return Objects.requireNonNull(BoundSockets.query());
  }

  @Test
  void aSocketIsFoundUnderAnyNameWhileItIsBound() throws IOException {
    build("d/\n");
    try (Directory d = directory("d")) {
      Stat dead;
      try (UnixSocket socket = UnixSocket.stream()) {
        socket.bind(at("d/s"));
        d.rename(Name.of("s"), Name.of("moved"));
        dead = d.stat(Name.of("moved"));
        assertThat(all().contain(dead)).isTrue();
        assertThat(Objects.requireNonNull(BoundSockets.queryListening()).contain(dead)).isTrue();
        assertThat(LiveSockets.isBoundTo(socket, dead)).isEqualTo(Liveness.ALIVE);
        assertThat(LiveSockets.isBoundTo(socket, d.stat())).isEqualTo(Liveness.DEAD);
      }
      assertThat(all().contain(dead)).isFalse();
      assertThat(all().containNumberOf(dead)).isFalse();
    }
  }

  @Test
  void aSocketThatWasBoundThroughADescriptorIsFound() throws IOException {
    build("d/\n");
    try (Directory d = directory("d");
        UnixSocket socket = UnixSocket.stream()) {
      socket.bind(d.pathInProcess().child(Name.of("s")));
      assertThat(all().contain(d.stat(Name.of("s")))).isTrue();
      assertThat(d.realPath()).isEqualTo(at("d"));
    }
  }

  @Test
  void onlyAListenerCountsAsListening() throws IOException {
    try (UnixSocket client = UnixSocket.stream();
        Directory here = directory("")) {
      UnixSocket listening = UnixSocket.streamWithoutWaiting();
      listening.bind(at("s"));
      listening.listen(1);
      client.connect(at("s"));
      try (UnixSocket server = Objects.requireNonNull(listening.accept())) {
        listening.close();
        Stat file = here.stat(Name.of("s"));
        assertThat(Objects.requireNonNull(BoundSockets.queryListening()).contain(file)).isFalse();
        assertThat(all().contain(file)).isTrue();
        assertThat(server.boundPath()).isEqualTo(at("s"));
        assertThat(client.boundPath()).isNull();
      }
    }
  }
}
