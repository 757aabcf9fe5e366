// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Socket calls that wait, in platform and in virtual threads. */
@SuppressWarnings("try") // closing early is what is tested
class BlockingCallsTest extends SocketTestCase {
  /** The threads that make the calls. */
  enum Kind {
    PLATFORM,
    VIRTUAL;

    Thread start(Runnable task) {
      return (this == VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform()).start(task);
    }

    <T> T call(Callable<T> call) throws Exception {
      FutureTask<T> task = new FutureTask<>(call);
      start(task).join();
      return task.get();
    }

    /** Waiting for the kernel: in a native call, or parked. */
    boolean isWaiting(Thread thread) {
      Thread.State state = thread.getState();
      if (this == VIRTUAL) {
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
      }
      for (StackTraceElement frame : thread.getStackTrace()) {
        if (frame.getClassName().endsWith(".linux.Sockets")) {
          return true;
        }
      }
      return false;
    }
  }

  private RuntimeSocket listen() throws IOException {
    return RuntimeSocket.listen(run, "s");
  }

  /** A call that waits in another thread. */
  private static final class Waiting<T> {
    private final FutureTask<T> task;
    final Thread thread;

    Waiting(Kind kind, Callable<T> call) {
      task = new FutureTask<>(call);
      thread = kind.start(task);
      while (!kind.isWaiting(thread) && thread.isAlive()) {
        Thread.onSpinWait();
      }
    }

    Throwable failure() throws InterruptedException {
      try {
        return new AssertionError("it returned " + task.get());
      } catch (ExecutionException e) {
        return Objects.requireNonNull(e.getCause());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void closeEndsAccept(Kind kind) throws Exception {
    RuntimeSocket socket = listen();
    Waiting<Connection> one = new Waiting<>(kind, socket::accept);
    Waiting<Connection> two = new Waiting<>(kind, () -> socket.accept(Duration.ofDays(1)));
    socket.close();
    assertThat(one.failure()).isInstanceOf(AsynchronousCloseException.class);
    assertThat(two.failure()).isInstanceOf(AsynchronousCloseException.class);
    assertThatThrownBy(socket::accept).isExactlyInstanceOf(ClosedChannelException.class);
    assertThat(path("s")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsAccept(Kind kind) throws Exception {
    RuntimeSocket socket = listen();
    Waiting<Connection> waiting = new Waiting<>(kind, socket::accept);
    waiting.thread.interrupt();
    assertThat(waiting.failure()).isInstanceOf(ClosedByInterruptException.class);
    assertThat(socket.isOpen()).isFalse();
    listen().close();
  }

  @ParameterizedTest
  @CsvSource({"PLATFORM, false", "PLATFORM, true", "VIRTUAL, false", "VIRTUAL, true"})
  void closeAndInterruptEndRead(Kind kind, boolean interrupted) throws Exception {
    try (RuntimeSocket socket = listen();
        Connection client = Connection.connect(path("s"));
        Connection server = socket.accept()) {
      Waiting<String> waiting = new Waiting<>(kind, () -> read(client));
      if (interrupted) {
        waiting.thread.interrupt();
      } else {
        client.close();
      }
      assertThat(waiting.failure())
          .isInstanceOf(
              interrupted ? ClosedByInterruptException.class : AsynchronousCloseException.class);
      assertThat(client.isOpen()).isFalse();
      assertThat(read(server)).isEqualTo("end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptedThreadClosesWhatItReads(Kind kind) throws Exception {
    try (RuntimeSocket socket = listen();
        Connection client = Connection.connect(path("s"))) {
      boolean stillInterrupted =
          kind.call(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> read(client)).isInstanceOf(ClosedByInterruptException.class);
            return Thread.interrupted();
          });
      assertThat(stillInterrupted).isTrue();
      assertThat(client.isOpen()).isFalse();
      assertThat(socket.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"PLATFORM, false", "PLATFORM, true", "VIRTUAL, false", "VIRTUAL, true"})
  void closeAndInterruptEndABlockedWrite(Kind kind, boolean interrupted) throws Exception {
    try (RuntimeSocket socket = listen();
        Connection client = Connection.connect(path("s"));
        Connection server = socket.accept()) {
      Waiting<Integer> waiting =
          new Waiting<>(kind, () -> client.write(bytes("x".repeat(4_000_000))));
      if (interrupted) {
        waiting.thread.interrupt();
      } else {
        client.close();
      }
      assertThat(waiting.failure())
          .isInstanceOf(
              interrupted ? ClosedByInterruptException.class : AsynchronousCloseException.class);
      assertThat(server.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void interruptEndsConnectingToAFullBacklog(Kind kind) throws Exception {
    try (RuntimeSocket socket = RuntimeSocket.listen(run, "s", 0600, 1)) {
      assertThat(socket.isOpen()).isTrue();
      try (Connection one = Connection.connect(path("s"));
          Connection two = Connection.connect(path("s"))) {
        Waiting<Connection> waiting = new Waiting<>(kind, () -> Connection.connect(path("s")));
        waiting.thread.interrupt();
        assertThat(waiting.failure()).isInstanceOf(ClosedByInterruptException.class);
        assertThat(one.isOpen()).isEqualTo(two.isOpen());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectingWaitsForRoomInTheBacklog(Kind kind) throws Exception {
    try (RuntimeSocket socket = RuntimeSocket.listen(run, "s", 0600, 1)) {
      List<Connection> open = new ArrayList<>();
      open.add(Connection.connect(path("s")));
      open.add(Connection.connect(path("s")));
      Waiting<Connection> waiting = new Waiting<>(kind, () -> Connection.connect(path("s")));
      for (int i = 0; i < 3; i++) {
        open.add(socket.accept());
      }
      open.add(waiting.task.get());
      for (Connection each : open) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void timeoutEndsOnlyTheCall(Kind kind) throws Exception {
    kind.call(() -> {
      timeoutEndsOnlyTheCall();
      return true;
    });
  }

  private void timeoutEndsOnlyTheCall() throws IOException {
    try (RuntimeSocket socket = listen()) {
      assertThatThrownBy(() -> socket.accept(Duration.ofMillis(1)))
          .isInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(() -> socket.accept(Duration.ZERO))
          .isInstanceOf(SocketTimeoutException.class);
      assertThatIllegalArgumentException().isThrownBy(() -> socket.accept(Duration.ofNanos(-1)));
      try (Connection client = Connection.connect(path("s"));
          Connection server = socket.accept(Duration.ZERO)) {
        client.setReadTimeout(Duration.ofNanos(1));
        assertThatThrownBy(() -> read(client))
            .isInstanceOf(SocketTimeoutException.class)
            .hasMessageContaining("timed out waiting for data from process " + SELF);
        client.setWriteTimeout(Duration.ofMillis(1));
        var much = bytes("x".repeat(4_000_000));
        assertThatExceptionOfType(SocketTimeoutException.class)
            .isThrownBy(() -> client.write(much))
            .satisfies(e -> assertThat(e.bytesTransferred).isPositive().isEqualTo(much.position()));
        assertThat(read(server)).isEqualTo("x".repeat(1000));
        server.write(bytes("still there"));
        client.setReadTimeout(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(read(client)).isEqualTo("still there");
      }
    }
  }

  @Test
  void waitingVirtualThreadsHoldNoCarrier() throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    List<Thread> waiting = new ArrayList<>();
    RuntimeSocket busy = listen();
    RuntimeSocket idle = RuntimeSocket.listen(run, "idle");
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      Connection client = Connection.connect(path("s"));
      Connection server = busy.accept();
      client.setReadTimeout(Duration.ofDays(1));
      open.addAll(List.of(client, server));
      waiting.add(untilClosed(idle::accept));
      waiting.add(untilClosed(() -> idle.accept(Duration.ofDays(1))));
      waiting.add(untilClosed(() -> readBeforeTheEnd(server)));
      waiting.add(untilClosed(() -> readBeforeTheEnd(client)));
      waiting.add(untilClosed(() -> server.write(bytes("x".repeat(4_000_000)))));
    }
    open.addAll(List.of(busy, idle));
    Thread other = Thread.ofVirtual().start(() -> {});
    assertThat(other.join(Duration.ofSeconds(20))).as("another virtual thread runs").isTrue();
    for (AutoCloseable each : open) {
      each.close();
    }
    for (Thread each : waiting) {
      each.join();
    }
  }

  /** Fails at the end: a thread that read it again and again would hold its carrier. */
  private static String readBeforeTheEnd(Connection connection) throws IOException {
    String read = read(connection);
    if (read.equals("end")) {
      throw new EOFException();
    }
    return read;
  }

  private static Thread untilClosed(Callable<?> call) {
    return Thread.ofVirtual()
        .start(() ->
            assertThatThrownBy(
                    () -> {
                      while (true) {
                        call.call();
                      }
                    })
                .isInstanceOf(IOException.class));
  }

  /** Descriptors are closed and used again all the time; each thread gets its own bytes. */
  @Test
  void manyVirtualThreadsExchangeDataOverShortConnections() throws Exception {
    int clients = 100;
    int rounds = 30;
    try (RuntimeSocket socket = RuntimeSocket.listen(run, "s", 0600, 1000);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        untilClosed(() -> {
          Connection connection = socket.accept();
          return Kind.VIRTUAL.start(new FutureTask<>(() -> echo(connection)));
        });
      }
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String text = "client " + i;
        results.add(threads.submit(() -> exchange(text, rounds)));
      }
      for (Future<Integer> each : results) {
        assertThat(each.get()).isEqualTo(rounds);
      }
      socket.close();
    }
  }

  private static Object echo(Connection connection) throws IOException {
    try (connection) {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      while (connection.read(buffer.clear()) > 0) {
        connection.write(buffer.flip());
      }
      return connection;
    }
  }

  private int exchange(String text, int rounds) throws IOException {
    int same = 0;
    for (int i = 0; i < rounds; i++) {
      try (Connection connection = Connection.connect(path("s"))) {
        connection.write(bytes(text));
        same += read(connection).equals(text) ? 1 : 0;
      }
    }
    return same;
  }

  @ParameterizedTest
  @EnumSource
  void largeDataIsTransferredIntact(Kind kind) throws Exception {
    byte[] much = new byte[3_000_001];
    for (int i = 0; i < much.length; i++) {
      much[i] = (byte) (i * 31 + i / 777);
    }
    try (RuntimeSocket socket = listen();
        Connection client = Connection.connect(path("s"));
        Connection server = socket.accept();
        var writer =
            Executors.newThreadPerTaskExecutor(
                kind == Kind.VIRTUAL
                    ? Thread.ofVirtual().factory()
                    : Thread.ofPlatform().factory())) {
      Future<Integer> written =
          writer.submit(() -> client.write(java.nio.ByteBuffer.wrap(much).asReadOnlyBuffer()));
      var read = java.nio.ByteBuffer.allocateDirect(much.length);
      while (read.hasRemaining()) {
        assertThat(server.read(read)).isPositive();
      }
      byte[] got = new byte[much.length];
      read.flip().get(got);
      assertThat(got).isEqualTo(much);
      assertThat(written.get()).isEqualTo(much.length);
      assertThat(server.read(java.nio.ByteBuffer.allocate(0))).isZero();
    }
  }
}
