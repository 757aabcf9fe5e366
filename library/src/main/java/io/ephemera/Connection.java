// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection over a Unix stream socket, unix(7), with the credentials of its peer.
 *
 * <p>Reading and writing block. Closing the channel from any thread, and interrupting a blocked
 * thread, end the call as {@link java.nio.channels.InterruptibleChannel} specifies. Thread-safe:
 * one thread may read while another writes; several readers take turns, and so do several writers.
 *
 * <p><b>Errors:</b> {@link SocketTimeoutException} when a timeout expires; bytes transferred until
 * then stay transferred, and the connection remains usable. {@link SocketException} when the peer
 * is gone.
 *
 * <p>A virtual thread that waits is parked and holds no carrier.
 *
 * <p><b>Limits:</b> it is not a {@code SelectableChannel}; for frameworks that need one, see {@link
 * RuntimeServerChannel}. It cannot pass descriptors.
 */
public final class Connection extends AbstractInterruptibleChannel implements ByteChannel {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);
  private static final long SLICE_MILLIS = 100;
  private static final long FIRST_PAUSE = 1_000_000;
  private static final long LONGEST_PAUSE = 50_000_000;

  private final UnixSocket socket;
  private final Peer peer;
  private final CallGuard guard = new CallGuard();
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile long readNanos;
  private volatile long writeNanos;

  /** Takes over a connected socket; closes it on failure. */
  Connection(UnixSocket connected) throws IOException {
    try (ScopedHandle<UnixSocket> scope = new ScopedHandle<>(connected)) {
      this.peer = Peer.of(connected.peer());
      this.socket = scope.release();
    }
  }

  /**
   * Connects to the server that listens at a path, which may exceed the 107 bytes of an address.
   * Waits up to 30 seconds while the server's backlog is full.
   *
   * <p><b>Safety:</b> in a directory to which other users may write, any user can listen. Check
   * {@link #peer} before you send anything, or use {@link #connect(Path, int)}.
   *
   * @throws java.nio.file.NoSuchFileException if there is no socket
   * @throws java.net.ConnectException if nothing listens there
   * @throws SocketTimeoutException if the server's backlog stays full
   * @throws IOException if it cannot be reached
   * @throws NativeAccessException if native access is denied
   */
  public static Connection connect(Path path) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath bytes = JavaPath.bytes(path);
    try {
      if (bytes.bytes().length() <= UnixSocket.LONGEST_PATH) {
        return connect(socket -> socket.connect(bytes));
      }
      try (Inode file = Inode.openAmbient(bytes)) {
        return to(file);
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, bytes);
    }
  }

  /**
   * As {@link #connect(Path)}, but refuses a server of another user.
   *
   * @param expectedUid the user id of the server, an unsigned 32-bit number
   * @throws UnsafePlaceException if another user listens there; nothing was sent
   */
  public static Connection connect(Path path, int expectedUid) throws IOException {
    Connection connection = connect(path);
    if (connection.peer.uid() != expectedUid) {
      connection.close();
      throw new UnsafePlaceException(
          JavaPath.bytes(path)
              + ": "
              + connection.peer
              + " listens there, not user "
              + Integer.toUnsignedString(expectedUid));
    }
    return connection;
  }

  /** Connects to the socket that is held. */
  static Connection to(Inode file) throws IOException {
    return connect(socket -> socket.connect(file));
  }

  private interface Attempt {
    void run(UnixSocket socket) throws SystemCallException;
  }

  private static Connection connect(Attempt attempt) throws IOException {
    boolean mayBlock = !Thread.currentThread().isVirtual();
    try (ScopedHandle<UnixSocket> socket =
        new ScopedHandle<>(mayBlock ? UnixSocket.stream() : UnixSocket.streamWithoutWaiting())) {
      if (mayBlock) {
        socket.get().setConnectTimeout(SLICE_MILLIS);
      }
      Deadline deadline = Deadline.in(LONGEST_CONNECT);
      long pause = FIRST_PAUSE;
      while (!tryConnect(socket.get(), attempt)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new ClosedByInterruptException();
        }
        if (deadline.left() == 0) {
          throw new SocketTimeoutException(
              "no connection accepted within " + LONGEST_CONNECT.toSeconds() + " s");
        }
        if (!mayBlock) {
          // No event says that a backlog has room again.
          LockSupport.parkNanos(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
      }
      return new Connection(socket.release());
    }
  }

  private static boolean tryConnect(UnixSocket socket, Attempt attempt) throws SystemCallException {
    try {
      attempt.run(socket);
      return true;
    } catch (SystemCallException e) {
      if (e.is(Errno.EAGAIN)) {
        return false;
      }
      throw e;
    }
  }

  /** The process at the other end, as it was when the connection was made. */
  public Peer peer() {
    return peer;
  }

  /**
   * Sets the timeout of each {@link #read}; initially there is none.
   *
   * @param time not negative; zero removes the timeout
   * @throws IllegalArgumentException if the time is negative
   */
  public void setReadTimeout(Duration time) {
    readNanos = Deadline.nanos(time);
  }

  /**
   * Sets the timeout of each {@link #write}; initially there is none.
   *
   * @param time not negative; zero removes the timeout
   * @throws IllegalArgumentException if the time is negative
   */
  public void setWriteTimeout(Duration time) {
    writeNanos = Deadline.nanos(time);
  }

  /**
   * Reads the bytes that have arrived; blocks until there is at least one.
   *
   * @return the number of bytes, or -1 if the peer has shut down its output
   * @throws SocketTimeoutException if nothing arrives in time
   * @throws java.nio.channels.AsynchronousCloseException if another thread closed the channel
   * @throws ClosedByInterruptException if the thread was interrupted, which closes the channel
   * @throws SocketException if the connection broke
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
    reading.lock();
    try {
      int read = into.hasRemaining() ? transfer(this::receive, into) : requireOpen();
      return read == 0 && into.hasRemaining() ? -1 : read;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Writes all bytes of the buffer; blocks until the peer has read enough.
   *
   * @return the number of bytes
   * @throws SocketTimeoutException if the peer does not read in time; the buffer's position and
   *     {@code bytesTransferred} show how much was written
   * @throws java.nio.channels.AsynchronousCloseException if another thread closed the channel
   * @throws ClosedByInterruptException if the thread was interrupted, which closes the channel
   * @throws SocketException if the peer has closed the connection
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    writing.lock();
    try {
      return from.hasRemaining() ? transfer(this::send, from) : requireOpen();
    } finally {
      writing.unlock();
    }
  }

  private int requireOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    return 0;
  }

  private interface Transfer {
    int move(ByteBuffer buffer) throws IOException;
  }

  private int transfer(Transfer transfer, ByteBuffer buffer) throws IOException {
    int moved = requireOpen();
    boolean completed = false;
    try {
      begin();
      if (guard.enter()) {
        try {
          moved = transfer.move(buffer);
          completed = moved > 0 || isOpen();
        } catch (SystemCallException e) {
          throw broken(e);
        } finally {
          guard.leave();
        }
      }
    } finally {
      end(completed);
    }
    return moved;
  }

  private IOException broken(SystemCallException reason) {
    SocketException translated =
        new SocketException("connection to " + peer + ": " + reason.getMessage());
    translated.initCause(reason);
    return translated;
  }

  private int receive(ByteBuffer into) throws IOException {
    Deadline deadline = Deadline.inNanos(readNanos);
    boolean mayBlock = mayBlock(deadline);
    int read;
    while ((read = socket.receive(into, mayBlock)) < 0) {
      if (!socket.awaitInput(null, deadline.left())) {
        throw new SocketTimeoutException("timed out waiting for data from " + peer);
      }
    }
    return read;
  }

  /** Whether the kernel may block the thread: shutting the socket down ends that. */
  private static boolean mayBlock(Deadline deadline) {
    return deadline.isNever() && !Thread.currentThread().isVirtual();
  }

  private int send(ByteBuffer from) throws IOException {
    Deadline deadline = Deadline.inNanos(writeNanos);
    boolean mayBlock = mayBlock(deadline);
    int start = from.position();
    while (from.hasRemaining()) {
      if (socket.send(from, mayBlock) < 0 && !socket.awaitOutput(deadline.left())) {
        SocketTimeoutException late =
            new SocketTimeoutException("timed out: " + peer + " does not read");
        late.bytesTransferred = from.position() - start;
        throw late;
      }
    }
    return from.position() - start;
  }

  /**
   * Shuts down output: the peer reads the end of the stream, and can still write.
   *
   * @throws ClosedChannelException if the channel is closed
   */
  public void shutdownOutput() throws IOException {
    shutDown(UnixSocket::shutDownOutput);
  }

  /**
   * Shuts down input: {@link #read} returns the end of the stream.
   *
   * @throws ClosedChannelException if the channel is closed
   */
  public void shutdownInput() throws IOException {
    shutDown(UnixSocket::shutDownInput);
  }

  private void shutDown(Attempt call) throws IOException {
    if (!guard.enter()) {
      throw new ClosedChannelException();
    }
    try {
      call.run(socket);
    } catch (SystemCallException e) {
      throw broken(e);
    } finally {
      guard.leave();
    }
  }

  @Override
  protected void implCloseChannel() {
    guard.shut();
    socket.shutDown();
    socket.endWaiting();
    if (Thread.currentThread().isVirtual() && guard.leaveToLast(socket::close)) {
      return;
    }
    guard.awaitEmpty();
    socket.close();
  }

  @Override
  public String toString() {
    return "connection to " + peer;
  }
}
