// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeServerChannelTest extends SocketTestCase {
  private RuntimeServerChannel listen(int mode) throws IOException {
    return RuntimeSocket.serverChannel(run, "s", mode, 5);
  }

  @Test
  void channelWorksWithASelector() throws IOException {
    try (RuntimeServerChannel server = listen(0600);
        Selector selector = Selector.open()) {
      server.channel().configureBlocking(false);
      SelectionKey key = server.channel().register(selector, SelectionKey.OP_ACCEPT);
      assertThat(selector.selectNow()).isZero();
      try (Connection client = Connection.connect(server.path())) {
        assertThat(selector.select()).isEqualTo(1);
        assertThat(key.isAcceptable()).isTrue();
        try (SocketChannel accepted = server.channel().accept()) {
          accepted.write(bytes("hello"));
          assertThat(read(client)).isEqualTo("hello");
        }
      }
    }
    assertThat(path("s")).doesNotExist();
  }

  @Test
  void lockAndVerificationAreThoseOfARuntimeSocket() throws IOException {
    bound(path("s")).close();
    try (RuntimeServerChannel server = listen(0600)) {
      assertThat(server.path()).isEqualTo(path("s"));
      assertThatThrownBy(() -> RuntimeSocket.listen(run, "s"))
          .isInstanceOf(SocketInUseException.class)
          .hasMessageContaining("process " + SELF);
      assertThatThrownBy(() -> listen(0600)).isInstanceOf(SocketInUseException.class);
    }
    try (RuntimeSocket socket = RuntimeSocket.listen(run, "s")) {
      assertThatThrownBy(() -> listen(0600)).isInstanceOf(SocketInUseException.class);
      assertThat(socket.isOpen()).isTrue();
    }
    Files.writeString(path("s"), "mine");
    assertThatThrownBy(() -> listen(0600)).isInstanceOf(UnsafePlaceException.class);
  }

  @ParameterizedTest
  @CsvSource({"105, true", "106, true", "107, false", "108, false"})
  void pathLengthIsLimitedByTheJdk(int length, boolean fits) throws IOException {
    String name = "s".repeat(length - path("").toString().length() - 1);
    if (fits) {
      try (RuntimeServerChannel server = RuntimeSocket.serverChannel(run, name, 0600, 5);
          Connection client = Connection.connect(server.path())) {
        assertThat(client.peer().pid()).isEqualTo(SELF);
      }
    } else {
      assertThatThrownBy(() -> RuntimeSocket.serverChannel(run, name, 0600, 5))
          .hasMessageContaining("is longer than the 106 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0600", "0, 0666", "022, 0660", "022, 0777", "077, 0666", "0777, 0600"})
  void modeIsExactUnderAnyUmask(String umask, String wanted) throws Exception {
    int mode = Integer.parseInt(wanted, 8);
    int found =
        Umask.during(
            Integer.parseInt(umask, 8),
            () -> {
              try (RuntimeServerChannel server = listen(mode)) {
                return mode(server.path());
              }
            });
    assertThat(found).isEqualTo(mode);
  }

  @Test
  void descriptorIsFoundAmongOthers() throws IOException {
    try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        RuntimeServerChannel server = listen(0600)) {
      assertThat(server.channel().getOption(StandardSocketOptions.SO_RCVBUF))
          .isEqualTo(other.getOption(StandardSocketOptions.SO_RCVBUF));
      assertThat(other.getLocalAddress()).isNull();
    }
  }

  @Test
  void nextServerRemovesTheSocketOfAClosedChannel() throws IOException {
    RuntimeServerChannel first = listen(0600);
    first.channel().close();
    assertThat(path("s")).exists();
    first.close();
    first.close();
    assertThat(path("s")).doesNotExist();
    listen(0600).close();
  }
}
