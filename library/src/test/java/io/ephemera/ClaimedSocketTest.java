// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.UnixSocket;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // closing early is what is tested
class ClaimedSocketTest extends SocketTestCase {
  private ClaimedSocket claim() throws IOException {
    return RuntimeSocket.claim(run, "s");
  }

  /** Binds as a framework does. */
  private static ServerSocketChannel bind(ClaimedSocket claimed) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    return server.bind(UnixDomainSocketAddress.of(claimed.path()));
  }

  @Test
  void oneFrameworkAtATimeBindsAndNothingIsLeft() throws IOException {
    bound(path("s")).close();
    try (ClaimedSocket claimed = claim()) {
      assertThat(claimed.path()).isEqualTo(path("s")).doesNotExist();
      assertThatThrownBy(this::claim).isInstanceOf(SocketInUseException.class);
      try (ServerSocketChannel server = bind(claimed)) {
        claimed.setMode(0620);
        assertThat(mode(path("s"))).isEqualTo(0620);
        assertThat(server.isOpen()).isTrue();
        Connection.connect(path("s")).close();
        assertThatThrownBy(() -> RuntimeSocket.listen(run, "s"))
            .isInstanceOf(SocketInUseException.class);
      }
      assertThat(path("s")).exists();
      assertThat(claimed).hasToString("claimed socket " + path("s"));
    }
    assertThat(path("s")).doesNotExist();
    claim().close();
  }

  @Test
  void modeCanChangeAgainAndHoldsNoMoreDescriptors() throws IOException {
    try (ClaimedSocket claimed = claim();
        ServerSocketChannel server = bind(claimed)) {
      claimed.setMode(0600);
      int before = openDescriptors();
      for (int i = 0; i < 9; i++) {
        claimed.setMode(0660);
      }
      assertThat(openDescriptors()).isEqualTo(before);
      assertThat(mode(path("s"))).isEqualTo(0660);
      assertThat(server.isOpen()).isTrue();
    }
  }

  private static int openDescriptors() {
    return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
  }

  @Test
  void deadSocketIsRemovedThoughNoModeWasSet() throws IOException {
    try (ClaimedSocket claimed = claim()) {
      bind(claimed).close();
    }
    assertThat(path("s")).doesNotExist();
  }

  @Test
  void closeKeepsWhatTookTheName() throws IOException {
    try (ClaimedSocket claimed = claim();
        ServerSocketChannel server = bind(claimed)) {
      claimed.setMode(0600);
      Files.delete(path("s"));
      try (UnixSocket other = listening(path("s"))) {
        server.close();
        claimed.close();
        claimed.close();
        assertThat(path("s")).exists();
        assertThat(other.isListening()).isTrue();
      }
    }
  }

  @Test
  void onlyAListeningSocketGetsAMode() throws IOException {
    ClaimedSocket claimed = claim();
    assertThatThrownBy(() -> claimed.setMode(0600)).isInstanceOf(UnsafePlaceException.class);
    bound(path("s")).close();
    assertThatThrownBy(() -> claimed.setMode(0600)).isInstanceOf(UnsafePlaceException.class);
    Files.delete(path("s"));
    Files.writeString(path("s"), "mine");
    assertThatThrownBy(() -> claimed.setMode(0600))
        .isInstanceOf(UnsafePlaceException.class)
        .hasMessageContaining("is not a socket");
    assertThatIllegalArgumentException().isThrownBy(() -> claimed.setMode(01600));
    claimed.close();
    assertThatIllegalStateException().isThrownBy(() -> claimed.setMode(0600));
    assertThat(path("s")).hasContent("mine");
  }

  @Test
  void pathThatOtherSoftwareCannotBindIsRefused() throws IOException {
    try (RuntimeDirectory deep = directory("d".repeat(60) + "/" + "e".repeat(60))) {
      assertThatThrownBy(() -> RuntimeSocket.claim(deep, "s"))
          .hasMessageContaining("is longer than the 106 bytes");
      RuntimeSocket.listen(deep, "s").close();
    }
  }
}
