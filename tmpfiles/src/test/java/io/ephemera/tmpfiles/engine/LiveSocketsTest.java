// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnixSocket;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LiveSocketsTest {
  private static Stat bind(UnixSocket socket, Directory here, String name) throws IOException {
    socket.bind(here.pathInProcess().child(Name.of(name)));
    return here.stat(Name.of(name));
  }

  private static Directory held(TestFolder folder) throws IOException {
    return Directory.openAmbient(BytePath.of(folder.path().toString()));
  }

  @Test
  void aSocketThatIsBoundAfterTheFirstLookIsFoundAlive() throws IOException {
    LiveSockets sockets = new LiveSockets(new HostFiles());
    try (TestFolder folder = TestFolder.create();
        Directory here = held(folder)) {
      BytePath nowhere = BytePath.of("/nowhere");
      for (int i = 0; i < 20; i++) {
        Stat file;
        try (UnixSocket socket = UnixSocket.stream()) {
          file = bind(socket, here, "s" + i);
          assertThat(sockets.isAlive(nowhere, file)).isTrue();
        }
        try (UnixSocket socket = UnixSocket.stream()) {
          file = bind(socket, here, "dead" + i);
        }
        assertThat(sockets.isAlive(nowhere, file)).isFalse();
      }
    }
  }

  @Test
  void whereTheKernelListsNoneEverySocketMayBeAlive() throws IOException {
    HostFiles silent =
        new HostFiles() {
          @Override
          String text(String path) {
            return "";
          }
        };
    try (TestFolder folder = TestFolder.create();
        Directory here = held(folder)) {
      Stat file;
      try (UnixSocket socket = UnixSocket.stream()) {
        file = bind(socket, here, "s");
      }
      assertThat(new LiveSockets(silent).isAlive(BytePath.of("/nowhere"), file)).isTrue();
    }
  }
}
