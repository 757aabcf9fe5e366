// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.UnixSocket;
import io.ephemera.process.Users;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RendezvousTest extends SocketTestCase {
  private static final String ME = Integer.toUnsignedString(Users.effectiveUid());
  private static final String ANOTHER = "4242424";

  /** A queue of listen(2) holds one more than it is asked for. */
  private static final int MOST_WHO_WAIT = 129;

  private Path shared() throws IOException {
    Path shared = folder.path().resolve("tmp");
    if (!Files.exists(shared)) {
      Files.createDirectory(shared);
      Files.setAttribute(shared, "unix:mode", 01777);
    }
    return shared;
  }

  private Rendezvous offer(String... users) throws IOException {
    return Rendezvous.offer(bytePath(shared()), users);
  }

  private static Connection join(Rendezvous offered) throws IOException {
    return Rendezvous.join(offered.path(), ME);
  }

  @Test
  void permittedUserIsConnected() throws IOException {
    try (Rendezvous offered = offer(ANOTHER, ME);
        Connection guest = join(offered);
        Connection host = offered.accept()) {
      guest.write(bytes("hello"));
      assertThat(read(host)).isEqualTo("hello");
      assertThat(mode(offered.path())).isEqualTo(0666);
      assertThat(mode(parent(offered.path()))).isEqualTo(0711);
      assertThat(offered.refused()).isZero();
    }
    assertThat(shared()).isEmptyDirectory();
  }

  @Test
  void otherUserIsDisconnected() throws IOException {
    try (Rendezvous offered = offer(ANOTHER);
        Connection guest = join(offered)) {
      assertThatThrownBy(() -> offered.accept(Duration.ZERO))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(offered.refused()).isEqualTo(1);
      assertThat(read(guest)).isEqualTo("end");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void endlessConnectsDoNotDelayTheTimeout() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> knocking = new ArrayList<>();
    try (Rendezvous offered = offer(ANOTHER)) {
      Path path = offered.path();
      for (int i = 0; i < 16; i++) {
        knocking.add(Thread.ofPlatform().daemon().start(() -> knock(path, over)));
      }
      for (int i = 0; i < 200; i++) {
        long before = offered.refused();
        assertThatThrownBy(() -> offered.accept(Duration.ZERO))
            .isInstanceOf(SocketTimeoutException.class);
        assertThat(offered.refused() - before).isLessThanOrEqualTo(MOST_WHO_WAIT);
      }
    } finally {
      over.set(true);
      for (Thread thread : knocking) {
        thread.join();
      }
    }
  }

  private static void knock(Path path, AtomicBoolean over) {
    while (!over.get()) {
      try {
        Connection.connect(path).close();
      } catch (IOException e) {
        // It may be over.
      }
    }
  }

  /** Its directory can be removed before it is locked, and before it is even opened. */
  @Test
  void offerSucceedsDuringASweep() throws Exception {
    Path shared = shared();
    Thread sweeper =
        Thread.ofPlatform()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                try {
                  Sweeper.sweep(shared, "ephemera");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    try {
      for (int i = 0; i < 5000; i++) {
        offer(ME).close();
      }
    } finally {
      sweeper.interrupt();
      sweeper.join();
    }
    assertThat(shared).isEmptyDirectory();
  }

  @Test
  void directoryIsLocked() throws IOException {
    Rendezvous offered = offer(ME);
    try (Directory held = Directory.openAmbient(bytePath(parent(offered.path())));
        Directory cleaner = held.reopenForReading()) {
      assertThat(cleaner.tryLock()).isFalse();
      offered.close();
      assertThat(cleaner.tryLock()).isTrue();
    }
    offered.close();
    assertThatThrownBy(offered::accept).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> join(offered)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void socketOfAnotherUserIsNotJoined() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root");
    try (Rendezvous offered = offer(ME)) {
      Path socket = offered.path();
      assertThatThrownBy(() -> Rendezvous.join(socket, ANOTHER))
          .isInstanceOf(UnsafePlaceException.class)
          .hasMessageContaining("its directory belongs to user " + ME + ", not to user " + ANOTHER);
      Files.setAttribute(parent(socket), "unix:uid", Integer.parseInt(ANOTHER));
      assertThatThrownBy(() -> join(offered))
          .isInstanceOf(UnsafePlaceException.class)
          .hasMessageContaining("its directory belongs to user " + ANOTHER);
      assertThatThrownBy(() -> Rendezvous.join(socket, ANOTHER))
          .isInstanceOf(UnsafePlaceException.class);
      Files.setAttribute(parent(socket), "unix:uid", Users.effectiveUid());
      Files.setAttribute(socket, "unix:uid", Integer.parseInt(ANOTHER));
      assertThatThrownBy(() -> join(offered))
          .isInstanceOf(UnsafePlaceException.class)
          .hasMessageContaining("the socket belongs to user " + ANOTHER);
      Files.setAttribute(parent(socket), "unix:uid", Integer.parseInt(ANOTHER));
      assertThatThrownBy(() -> Rendezvous.join(socket, ANOTHER))
          .isInstanceOf(UnsafePlaceException.class)
          .hasMessageContaining("listens there, not user " + ANOTHER);
      Files.setAttribute(parent(socket), "unix:uid", Users.effectiveUid());
      try (Connection connected = offered.accept(Duration.ZERO)) {
        assertThat(read(connected)).as("what was sent to it").isEqualTo("end");
      }
      assertThatThrownBy(() -> offered.accept(Duration.ZERO))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void directoryWritableByOthersIsNotJoined() throws IOException {
    try (Rendezvous offered = offer(ME)) {
      Files.setPosixFilePermissions(
          parent(offered.path()), PosixFilePermissions.fromString("rwx--x-wx"));
      assertThatThrownBy(() -> join(offered))
          .isInstanceOf(UnsafePlaceException.class)
          .hasMessageContaining("its directory is writable by any user");
    }
    assertThatThrownBy(() -> Rendezvous.join(folder.path().resolve("run"), ME))
        .hasMessageContaining("is not a socket but a directory");
  }

  @Test
  void sharedDirectoryThatIsNotStickyIsRefused() throws IOException {
    Files.setAttribute(shared(), "unix:mode", 0777);
    assertThatThrownBy(() -> offer(ME)).isInstanceOf(UnsafePlaceException.class);
    assertThat(shared()).isEmptyDirectory();
  }

  @Test
  void usersAreGivenByNameOrId() throws IOException {
    assertThatThrownBy(() -> offer("no such user"))
        .isInstanceOf(UserPrincipalNotFoundException.class);
    assertThatIllegalArgumentException().isThrownBy(this::offer);
    assertThatIllegalArgumentException().isThrownBy(() -> offer("4294967296"));
    try (Rendezvous offered = offer("root")) {
      assertThat(UnixSocket.LONGEST_PATH)
          .isGreaterThanOrEqualTo("/tmp".length() + nameLengths(offered.path()));
    }
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static int nameLengths(Path path) {
    return 2
        + path.getFileName().toString().length()
        + String.valueOf(parent(path).getFileName()).length();
  }

  @Test
  void tmpIsUsed() throws IOException {
    try (Rendezvous offered = Rendezvous.offer(ME);
        Connection guest = join(offered);
        Connection host = offered.accept()) {
      assertThat(offered.path()).startsWith(Path.of("/tmp"));
      assertThat(host.peer()).isEqualTo(guest.peer());
      assertThat(offered.warning()).isNotNull();
      assertThat(BytePath.of(offered.toString())).isNotNull();
    }
  }
}
