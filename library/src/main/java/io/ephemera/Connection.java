// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
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
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection over a Unix stream socket, unix(7): bytes both ways, and who is at the other end.
 *
 * <p>Reading and writing wait. Closing the channel, from whatever thread, and interrupting a thread
 * that waits in it end the call as {@link java.nio.channels.InterruptibleChannel} says.
 * Thread-safe: one thread may read while another writes; those that read take turns, and so do
 * those that write.
 *
 * <p><b>Errors:</b> {@link SocketTimeoutException} when the time that was set is over; what was
 * moved until then counts, and the connection can be used on. {@link SocketException} when the
 * other end is gone.
 *
 * <p><b>Limits:</b> it is no {@code SelectableChannel} and cannot be registered with a {@code
 * Selector}; a virtual thread that waits in it holds its carrier. For a framework that needs those,
 * see {@link RuntimeServerChannel}. Descriptors cannot be passed along.
 */
public final class Connection extends AbstractInterruptibleChannel implements ByteChannel {
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);
  private static final long SLICE_MILLIS = 100;

  private final UnixSocket socket;
  private final Peer peer;
  private final CallGuard turnstile = new CallGuard();
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile long readNanos;
  private volatile long writeNanos;

  /** Takes over a socket that is connected. */
  Connection(UnixSocket socket) throws IOException {
    this.socket = socket;
    boolean known = false;
    try {
      this.peer = Peer.of(socket.peer());
      known = true;
    } finally {
      if (!known) {
        socket.close();
      }
    }
  }

  /**
   * Connects to whoever listens at a path, which may be longer than the 107 bytes of an address.
   * While too many wait there to be accepted it waits as well, up to 30 seconds.
   *
   * <p><b>Safety:</b> anybody may listen in a directory that others write to. Look at {@link #peer}
   * before you send anything, or use {@link #connect(Path, int)}.
   *
   * @throws java.nio.file.NoSuchFileException if there is no socket
   * @throws java.net.ConnectException if nobody listens there
   * @throws SocketTimeoutException if nobody accepts in time
   * @throws IOException if it cannot be reached
   * @throws NativeAccessException if native access is denied
   */
  public static Connection connect(Path path) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath bytes = Spelling.of(path);
    try {
      if (bytes.bytes().length() <= UnixSocket.LONGEST_PATH) {
        return connect(socket -> socket.connect(bytes));
      }
      try (Inode file = Inode.openAmbient(bytes)) {
        return to(file);
      }
    } catch (IOException e) {
      throw Failure.of(e, bytes);
    }
  }

  /**
   * As {@link #connect(Path)}, but refuses a peer that is another user's.
   *
   * @param expectedUid the user who is to listen there, an unsigned 32 bit number
   * @throws UnsafePlaceException if another user does; nothing was sent to it
   */
  public static Connection connect(Path path, int expectedUid) throws IOException {
    Connection connection = connect(path);
    if (connection.peer.uid() != expectedUid) {
      connection.close();
      throw new UnsafePlaceException(
          Spelling.of(path)
              + ": "
              + connection.peer
              + " listens there, not user "
              + Integer.toUnsignedString(expectedUid));
    }
    return connection;
  }

  /** Connects to the very socket that is held. */
  static Connection to(Inode file) throws IOException {
    return connect(socket -> socket.connect(file));
  }

  private interface Attempt {
    void with(UnixSocket socket) throws SystemCallException;
  }

  private static Connection connect(Attempt attempt) throws IOException {
    UnixSocket socket = UnixSocket.stream();
    boolean connected = false;
    try {
      socket.setConnectTimeout(SLICE_MILLIS);
      Deadline deadline = Deadline.in(LONGEST_CONNECT);
      while (!isConnected(socket, attempt)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new ClosedByInterruptException();
        }
        if (deadline.left() == 0) {
          throw new SocketTimeoutException(
              "nobody accepted for " + LONGEST_CONNECT.toSeconds() + " s");
        }
      }
      connected = true;
      return new Connection(socket);
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  private static boolean isConnected(UnixSocket socket, Attempt attempt)
      throws SystemCallException {
    try {
      attempt.with(socket);
      return true;
    } catch (SystemCallException e) {
      if (e.is(Errno.EAGAIN)) {
        return false;
      }
      throw e;
    }
  }

  /** Who is at the other end; the same answer also after closing. */
  public Peer peer() {
    return peer;
  }

  /**
   * Bounds each {@link #read}; without it, it waits for as long as it takes.
   *
   * @param time not negative; zero stands for no bound
   */
  public void setReadTimeout(Duration time) {
    readNanos = Deadline.nanos(time);
  }

  /**
   * Bounds each {@link #write}; without it, it waits for as long as it takes.
   *
   * @param time not negative; zero stands for no bound
   */
  public void setWriteTimeout(Duration time) {
    writeNanos = Deadline.nanos(time);
  }

  /**
   * Reads what is there, at least one byte, and waits for it.
   *
   * @return how many bytes, or -1 when the other end writes no more
   * @throws SocketTimeoutException if nothing came in time
   * @throws java.nio.channels.AsynchronousCloseException if another thread closed the channel
   * @throws ClosedByInterruptException if the thread was interrupted, which closes the channel
   * @throws SocketException if the connection broke
   */
  @Override
  public int read(ByteBuffer into) throws IOException {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("a buffer that cannot be written to");
    }
    reading.lock();
    try {
      int read = into.hasRemaining() ? inside(this::receive, into) : requireOpen();
      return read == 0 && into.hasRemaining() ? -1 : read;
    } finally {
      reading.unlock();
    }
  }

  /**
   * Writes everything that the buffer holds, and waits for room.
   *
   * @return how many bytes
   * @throws SocketTimeoutException if there was no room in time; the buffer's position, and {@code
   *     bytesTransferred}, say how much was written
   * @throws java.nio.channels.AsynchronousCloseException if another thread closed the channel
   * @throws ClosedByInterruptException if the thread was interrupted, which closes the channel
   * @throws SocketException if the other end reads no more
   */
  @Override
  public int write(ByteBuffer from) throws IOException {
    writing.lock();
    try {
      return from.hasRemaining() ? inside(this::send, from) : requireOpen();
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

  private int inside(Transfer transfer, ByteBuffer buffer) throws IOException {
    int moved = requireOpen();
    boolean completed = false;
    try {
      begin();
      if (turnstile.enter()) {
        try {
          moved = transfer.move(buffer);
          completed = moved > 0 || isOpen();
        } catch (SystemCallException e) {
          throw broken(e);
        } finally {
          turnstile.leave();
        }
      }
    } finally {
      end(completed);
    }
    return moved;
  }

  private IOException broken(SystemCallException reason) {
    SocketException told =
        new SocketException("connection to " + peer + ": " + reason.getMessage());
    told.initCause(reason);
    return told;
  }

  private int receive(ByteBuffer into) throws IOException {
    Deadline deadline = Deadline.inNanos(readNanos);
    int read;
    while ((read = socket.receive(into)) < 0) {
      if (!socket.awaitInput(null, deadline.left())) {
        throw new SocketTimeoutException("nothing came from " + peer + " in time");
      }
    }
    return read;
  }

  private int send(ByteBuffer from) throws IOException {
    Deadline deadline = Deadline.inNanos(writeNanos);
    int start = from.position();
    while (from.hasRemaining()) {
      if (socket.send(from) < 0 && !socket.awaitOutput(deadline.left())) {
        SocketTimeoutException late = new SocketTimeoutException(peer + " did not read in time");
        late.bytesTransferred = from.position() - start;
        throw late;
      }
    }
    return from.position() - start;
  }

  /**
   * Says that nothing more will be written: the other end reads the end, and can still write.
   *
   * @throws ClosedChannelException if the channel is closed
   */
  public void shutdownOutput() throws IOException {
    shutDown(UnixSocket::shutDownOutput);
  }

  /**
   * Says that nothing more will be read: {@link #read} gives the end.
   *
   * @throws ClosedChannelException if the channel is closed
   */
  public void shutdownInput() throws IOException {
    shutDown(UnixSocket::shutDownInput);
  }

  private void shutDown(Attempt way) throws IOException {
    if (!turnstile.enter()) {
      throw new ClosedChannelException();
    }
    try {
      way.with(socket);
    } catch (SystemCallException e) {
      throw broken(e);
    } finally {
      turnstile.leave();
    }
  }

  @Override
  protected void implCloseChannel() {
    turnstile.shut();
    socket.shutDown();
    turnstile.awaitEmpty();
    socket.close();
  }

  @Override
  public String toString() {
    return "connection to " + peer;
  }
}
