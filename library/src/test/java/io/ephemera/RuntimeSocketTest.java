// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Directory;
import io.ephemera.fs.UnixSocket;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("try") // closing early is what is tested
class RuntimeSocketTest extends SocketTestCase {
  private RuntimeSocket listen() throws IOException {
    return RuntimeSocket.listen(run, "s");
  }

  private Object inode() throws IOException {
    return Files.getAttribute(path("s"), "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void bothSidesExchangeDataAndKnowTheirPeer() throws IOException {
    try (RuntimeSocket socket = listen();
        Connection client = Connection.connect(socket.path().orElseThrow());
        Connection server = socket.accept()) {
      assertThat(socket.path()).contains(path("s"));
      assertThat(client.write(bytes("hello"))).isEqualTo(5);
      assertThat(read(server)).isEqualTo("hello");
      assertThat(server.write(bytes("bye"))).isEqualTo(3);
      assertThat(read(client)).isEqualTo("bye");
      assertThat(server.peer().pid()).isEqualTo(SELF);
      assertThat(client.peer()).isEqualTo(server.peer());
      assertThat(client.peer().toString()).startsWith("process " + SELF + " of user ");
    }
  }

  @Test
  void closeLeavesOnlyTheLockFile() throws IOException {
    listen().close();
    assertThat(path("s")).doesNotExist();
    assertThat(path("s.lock")).isRegularFile();
    listen().close();
  }

  @Test
  void directoryCanBeClosedBeforeTheSocket() throws IOException {
    try (RuntimeDirectory other = directory("other")) {
      RuntimeSocket socket = RuntimeSocket.listen(other, "s");
      other.close();
      Connection.connect(socket.path().orElseThrow()).close();
      socket.close();
    }
    assertThat(folder.path().resolve("other/s")).doesNotExist();
  }

  /** What may have the name already. */
  enum ExistingFile {
    NOTHING,
    DEAD_SOCKET,
    LIVE_WITH_LOCK,
    LIVE_WITHOUT_LOCK,
    LIVE_AND_FULL,
    BOUND_ONLY,
    DATAGRAM,
    LOCKED_ONLY,
    FILE,
    DIRECTORY,
    SYMLINK_TO_LIVE,
    DANGLING_SYMLINK,
    FOREIGN_SOCKET
  }

  @ParameterizedTest
  @EnumSource
  void onlyADeadSocketOfTheUserIsReplaced(ExistingFile standing) throws Exception {
    Path s = path("s");
    List<AutoCloseable> open = new ArrayList<>();
    switch (standing) {
      case NOTHING -> {}
      case DEAD_SOCKET -> bound(s).close();
      case LIVE_WITH_LOCK -> open.add(listen());
      case LIVE_WITHOUT_LOCK -> open.add(listening(s));
      case LIVE_AND_FULL -> {
        open.add(listening(s));
        for (int i = 0; i < 2; i++) {
          UnixSocket client = UnixSocket.streamWithoutWaiting();
          client.connect(bytePath(s));
          open.add(client);
        }
      }
      case BOUND_ONLY -> open.add(bound(s));
      case DATAGRAM -> {
        UnixSocket datagram = UnixSocket.alarm();
        datagram.bind(bytePath(s));
        open.add(datagram);
      }
      case LOCKED_ONLY -> open.add(SocketFile.claim(run, "s"));
      case FILE -> Files.writeString(s, "mine");
      case DIRECTORY -> Files.createDirectory(s);
      case SYMLINK_TO_LIVE -> {
        open.add(listening(path("live")));
        Files.createSymbolicLink(s, Path.of("live"));
      }
      case DANGLING_SYMLINK -> Files.createSymbolicLink(s, Path.of("nothing"));
      case FOREIGN_SOCKET -> {
        assumeTrue(TestUser.isRoot(), "needs root");
        bound(s).close();
        Files.setAttribute(s, "unix:uid", 65534);
      }
    }
    Object before = Files.exists(s, LinkOption.NOFOLLOW_LINKS) ? inode() : "nothing";

    switch (standing) {
      case NOTHING, DEAD_SOCKET -> {
        try (RuntimeSocket socket = listen();
            Connection client = Connection.connect(s);
            Connection server = socket.accept()) {
          assertThat(server.peer()).isEqualTo(client.peer());
        }
      }
      case LIVE_WITH_LOCK, LIVE_WITHOUT_LOCK ->
          assertThatExceptionOfType(SocketInUseException.class)
              .isThrownBy(this::listen)
              .withMessageContaining(s + ": in use by process " + SELF)
              .satisfies(e -> assertThat(e.holder().orElseThrow().pid()).isEqualTo(SELF));
      case LIVE_AND_FULL, BOUND_ONLY, DATAGRAM, LOCKED_ONLY ->
          assertThatExceptionOfType(SocketInUseException.class)
              .isThrownBy(this::listen)
              .withMessageContaining("an unknown process")
              .satisfies(e -> assertThat(e.holder()).isEmpty());
      case FILE, DIRECTORY, SYMLINK_TO_LIVE, DANGLING_SYMLINK ->
          assertThatExceptionOfType(UnsafePlaceException.class)
              .isThrownBy(this::listen)
              .withMessageContaining("s is not a socket but a ");
      case FOREIGN_SOCKET ->
          assertThatExceptionOfType(UnsafePlaceException.class)
              .isThrownBy(this::listen)
              .withMessageContaining("s belongs to user 65534");
    }
    if (standing != ExistingFile.NOTHING && standing != ExistingFile.DEAD_SOCKET) {
      assertThat(Files.exists(s, LinkOption.NOFOLLOW_LINKS) ? inode() : "nothing")
          .isEqualTo(before);
    }
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void failedListenLeaksNoDescriptor() throws IOException {
    Files.createDirectory(path("s"));
    long before = descriptors();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(this::listen).isInstanceOf(UnsafePlaceException.class);
      assertThatThrownBy(() -> RuntimeSocket.serverChannel(run, "s", 0600, 1))
          .isInstanceOf(UnsafePlaceException.class);
    }
    assertThat(descriptors()).isLessThan(before + 10);
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0600",
    "0, 0660",
    "0, 0666",
    "022, 0600",
    "022, 0660",
    "022, 0666",
    "022, 0777",
    "077, 0600",
    "077, 0660",
    "077, 0666",
    "0777, 0600",
    "077, 0200"
  })
  void modeIsExactUnderAnyUmask(String umask, String wanted) throws Exception {
    int mode = Integer.parseInt(wanted, 8);
    int found =
        Umask.during(
            Integer.parseInt(umask, 8),
            () -> {
              try (RuntimeSocket socket = RuntimeSocket.listen(run, "s", mode, 1)) {
                return mode(socket.path().orElseThrow());
              }
            });
    assertThat(found).isEqualTo(mode);
  }

  /** Looks at a path all the time: which permission bits it ever had. */
  private static final class Watcher implements Callable<Integer> {
    private final Path path;
    volatile boolean over;
    final AtomicInteger looks = new AtomicInteger();

    Watcher(Path path) {
      this.path = path;
    }

    @Override
    public Integer call() {
      int seen = 0;
      while (!over) {
        try {
          seen |= mode(path);
          looks.incrementAndGet();
        } catch (IOException e) {
          // not there at this moment
        }
      }
      return seen;
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void modeNeverHasMoreBits(boolean forFramework) throws Exception {
    Watcher watcher = new Watcher(path("s"));
    FutureTask<Integer> watching = new FutureTask<>(watcher);
    Thread.ofPlatform().start(watching);
    int rounds =
        Umask.during(
            0,
            () -> {
              int round = 0;
              while (round < 300 || watcher.looks.get() < 300) {
                try (AutoCloseable socket =
                    forFramework
                        ? RuntimeSocket.serverChannel(run, "s", 0600, 1)
                        : RuntimeSocket.listen(run, "s", 0600, 1)) {
                  assertThat(socket).isNotNull();
                  round++;
                }
              }
              return round;
            });
    watcher.over = true;
    assertThat(rounds).isGreaterThanOrEqualTo(300);
    assertThat(watching.get()).isEqualTo(0600);
  }

  @Test
  void invalidNameModeAndBacklogAreRejected() {
    for (String name : new String[] {"", ".", "..", "a/b", "/s"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> RuntimeSocket.listen(run, name));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> RuntimeSocket.listen(run, "s", 01600, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> RuntimeSocket.listen(run, "s", 0600, 0));
    assertThatThrownBy(() -> RuntimeSocket.listen(run, "n".repeat(251)))
        .hasMessageContaining("File name too long");
  }

  @Test
  void closeKeepsWhatTookTheName() throws IOException {
    RuntimeSocket socket = listen();
    Files.delete(path("s"));
    try (UnixSocket other = listening(path("s"))) {
      socket.close();
      assertThat(path("s")).exists();
      assertThat(other.isListening()).isTrue();
    }
  }

  @Test
  void eachDirectionCanBeShutDown() throws IOException {
    try (RuntimeSocket socket = listen();
        Connection client = Connection.connect(path("s"));
        Connection server = socket.accept()) {
      client.write(bytes("question"));
      client.shutdownOutput();
      assertThat(read(server)).isEqualTo("question");
      assertThat(read(server)).isEqualTo("end");
      server.write(bytes("answer"));
      assertThat(read(client)).isEqualTo("answer");
      assertThatThrownBy(() -> client.write(bytes("more")))
          .isInstanceOf(java.net.SocketException.class)
          .hasMessageContaining("Broken pipe");
      server.shutdownInput();
      assertThat(read(server)).isEqualTo("end");
      client.close();
      assertThatThrownBy(() -> client.write(bytes("x"))).isInstanceOf(ClosedChannelException.class);
      assertThatThrownBy(client::shutdownOutput).isInstanceOf(ClosedChannelException.class);
    }
  }

  @Test
  void tooLongPathLocksTheDirectory() throws IOException {
    String deep = "d".repeat(60) + "/" + "e".repeat(60);
    try (RuntimeDirectory place = directory(deep)) {
      RuntimeSocket socket = RuntimeSocket.listen(place, "s", 0640, 5);
      Path path = folder.path().resolve(deep).resolve("s");
      assertThat(socket.path()).contains(path);
      assertThat(mode(path)).isEqualTo(0640);
      try (Directory cleaner = place.directory().reopenForReading()) {
        assertThat(cleaner.tryLock()).isFalse();
        try (Connection client = Connection.connect(path);
            Connection server = socket.accept()) {
          client.write(bytes("far"));
          assertThat(read(server)).isEqualTo("far");
        }
        assertThatThrownBy(() -> RuntimeSocket.listen(place, "s"))
            .isInstanceOf(SocketInUseException.class)
            .hasMessageContaining("process " + SELF);
        assertThatThrownBy(() -> RuntimeSocket.serverChannel(place, "other", 0600, 1))
            .hasMessageContaining("is longer than the 106 bytes");
        socket.close();
        assertThat(path).doesNotExist();
        assertThat(cleaner.tryLock()).isTrue();
      }
    }
  }

  @Test
  void exactlyOneOfManyThreadsListens() throws Exception {
    int starters = 8;
    int rounds = 100;
    CyclicBarrier barrier = new CyclicBarrier(starters);
    try (var threads = Executors.newFixedThreadPool(starters)) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < starters; i++) {
        counts.add(threads.submit(() -> winsOf(barrier, rounds)));
      }
      int all = 0;
      for (Future<Integer> count : counts) {
        all += count.get();
      }
      assertThat(all).isEqualTo(rounds);
    }
  }

  private int winsOf(CyclicBarrier barrier, int rounds) throws Exception {
    int wins = 0;
    for (int i = 0; i < rounds; i++) {
      barrier.await();
      RuntimeSocket mine = null;
      try {
        mine = listen();
        wins++;
      } catch (SocketInUseException e) {
        // another was faster
      }
      barrier.await();
      Connection.connect(path("s")).close();
      barrier.await();
      if (mine != null) {
        mine.close();
        bound(path("s")).close(); // as one leaves it that is killed
      }
    }
    return wins;
  }

  @Test
  void clientVerifiesTheServer() throws IOException {
    assertThatThrownBy(() -> Connection.connect(path("s")))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
    bound(path("s")).close();
    assertThatThrownBy(() -> Connection.connect(path("s")))
        .isInstanceOf(java.net.ConnectException.class)
        .hasMessage(path("s") + ": nothing listens there");
    try (RuntimeSocket socket = listen()) {
      int me = Connection.connect(path("s")).peer().uid();
      Connection.connect(path("s"), me).close();
      assertThatThrownBy(() -> Connection.connect(path("s"), me + 1))
          .isInstanceOf(UnsafePlaceException.class)
          .hasMessageContaining("listens there, not user " + (me + 1));
      assertThat(socket.isOpen()).isTrue();
    }
  }
}
