// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class UnixSocketTest extends FsTestCase {
  private BytePath at(String name) {
    return bytePath(path(name));
  }

  @Test
  void connectingToAHeldSocketIgnoresItsName() throws IOException {
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
  void theSocketFileGetsTheModeOfTheHandle() throws IOException {
    try (UnixSocket socket = UnixSocket.stream();
        Directory here = directory("")) {
      socket.setMode(0600);
      socket.bind(at("s"));
      assertThat(here.stat(Name.of("s")).mode()).isEqualTo(0600);
    }
  }
}
