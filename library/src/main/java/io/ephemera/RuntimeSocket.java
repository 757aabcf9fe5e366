// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A listening Unix stream socket in a runtime directory, unix(7).
 *
 * <p><b>Safety:</b> if several processes start at once, exactly one listens: it holds the BSD lock
 * on {@code NAME.lock} beside the socket. It does not take over a socket on which a process listens
 * without that lock either. It removes a dead socket of the caller's, and refuses anything else
 * that has the name. The socket file has its exact mode, and never more, before a client can
 * connect, whatever umask(2) says. The socket is bound at its final path, by which systemd-tmpfiles
 * and Ephemera see that it is alive; if that path is too long for an address, a BSD lock on the
 * directory protects it.
 *
 * <p>Closing removes the socket file if its name still leads to it, then releases the lock. What a
 * dead process left is removed by the next server. Thread-safe: several threads may accept; closing
 * the socket and interrupting a thread end a blocked call as {@link
 * java.nio.channels.InterruptibleChannel} specifies. A virtual thread that waits is parked and
 * holds no carrier.
 *
 * <p><b>Limits:</b> it works with no {@code Selector}; see {@link #serverChannel} for frameworks
 * that need one. If the path exceeds 107 bytes, a tmpfiles.d line that cleans the socket's
 * directory itself lets systemd-tmpfiles remove the socket.
 */
public final class RuntimeSocket extends AbstractInterruptibleChannel {
  private static final int OWNER_ONLY = 0600;
  private static final int PERMISSIONS = 0777;
  private static final int BACKLOG = 128;

  private final UnixSocket socket;
  private final UnixSocket alarm;
  private final @Nullable SocketFile file;
  private final @Nullable BytePath path;
  private final CallGuard guard = new CallGuard();

  private RuntimeSocket(
      UnixSocket socket, UnixSocket alarm, @Nullable SocketFile file, @Nullable BytePath path) {
    this.socket = socket;
    this.alarm = alarm;
    this.file = file;
    this.path = path;
  }

  /**
   * As {@link #listen(RuntimeDirectory, String, int, int)}, with mode 0600 and a backlog of 128.
   */
  public static RuntimeSocket listen(RuntimeDirectory directory, String name) throws IOException {
    return listen(directory, name, OWNER_ONLY, BACKLOG);
  }

  /**
   * Listens on a socket in a runtime directory, which may be closed before the socket is.
   *
   * @param name the file name of the socket, such as {@code cups.socket}; the lock is {@code
   *     NAME.lock}
   * @param mode the permission bits of the socket file, 0 to 0777: users who may write to it may
   *     connect
   * @param backlog the number of connections that may wait to be accepted, at least 1; the system
   *     limits it, listen(2)
   * @throws SocketInUseException if another process listens there already
   * @throws UnsafePlaceException if the name belongs to anything else
   * @throws IOException if it cannot be created
   * @throws IllegalArgumentException if the name is not a file name, or a number is out of its
   *     range
   * @throws NativeAccessException if native access is denied
   */
  public static RuntimeSocket listen(RuntimeDirectory directory, String name, int mode, int backlog)
      throws IOException {
    NativeAccessException.throwIfDenied();
    requireValid(mode, backlog);
    try {
      return listen(SocketFile.claim(directory, name), mode, backlog);
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, directory.bytePath());
    }
  }

  /**
   * Claims the path of a socket for a framework that creates it itself; see {@link ClaimedSocket}.
   *
   * @param name as in {@link #listen(RuntimeDirectory, String, int, int)}
   * @throws SocketInUseException if another process listens there already, or has claimed the name
   * @throws UnsafePlaceException if the name belongs to anything else
   * @throws IOException if it cannot be claimed, or its path exceeds 106 bytes
   * @throws IllegalArgumentException if the name is not a file name
   * @throws NativeAccessException if native access is denied
   */
  public static ClaimedSocket claim(RuntimeDirectory directory, String name) throws IOException {
    NativeAccessException.throwIfDenied();
    try {
      return ClaimedSocket.of(SocketFile.claim(directory, name));
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, directory.bytePath());
    }
  }

  static void requirePermissions(int mode) {
    if ((mode & ~PERMISSIONS) != 0) {
      throw new IllegalArgumentException(
          "not permission bits (0 to 0777): 0" + Integer.toOctalString(mode));
    }
  }

  private static void requireValid(int mode, int backlog) {
    requirePermissions(mode);
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1: " + backlog);
    }
  }

  /** Listens at a claimed name; takes the claim over, and releases it on failure. */
  static RuntimeSocket listen(SocketFile file, int mode, int backlog) throws IOException {
    UnixSocket socket = null;
    UnixSocket alarm = null;
    RuntimeSocket listening = null;
    try {
      socket = UnixSocket.streamWithoutWaiting();
      alarm = UnixSocket.alarm();
      file.bind(socket, mode);
      socket.listen(backlog);
      listening = new RuntimeSocket(socket, alarm, file, file.path());
      return listening;
    } finally {
      if (listening == null) {
        release(socket, alarm, file);
      }
    }
  }

  private static void release(
      @Nullable UnixSocket socket, @Nullable UnixSocket alarm, @Nullable SocketFile file)
      throws IOException {
    try (file) {
      try (socket;
          alarm) {
        if (file != null) {
          file.remove();
        }
      }
    }
  }

  /**
   * Takes a socket that the service manager passed to this process, sd_listen_fds(3),
   * systemd.socket(5): a descriptor that LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES describe.
   *
   * <p>The service manager keeps the socket: it is never bound, unlinked or given another mode, and
   * closing it closes only the descriptor of this process. Programs that are started later do not
   * inherit it. Each can be taken once.
   *
   * @param name its FileDescriptorName=, or {@code unknown} if it has none
   * @return the socket; empty if none of this name was passed, or all have been taken
   * @throws IOException if it is not a listening Unix stream socket
   * @throws NativeAccessException if native access is denied
   */
  public static Optional<RuntimeSocket> takePassed(String name) throws IOException {
    NativeAccessException.throwIfDenied();
    UnixSocket socket = PassedSockets.take(name);
    if (socket == null) {
      return Optional.empty();
    }
    RuntimeSocket listening = null;
    UnixSocket alarm = null;
    try {
      alarm = UnixSocket.alarm();
      listening = new RuntimeSocket(socket, alarm, null, socket.boundPath());
      return Optional.of(listening);
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, BytePath.of("passed socket " + name));
    } finally {
      if (listening == null) {
        release(socket, alarm, null);
      }
    }
  }

  /**
   * As {@link #takePassed}, but returns the number of the descriptor, for frameworks that take one,
   * such as Netty's {@code EpollServerDomainSocketChannel(int, boolean)}. Any stream socket that
   * listens is accepted, so TCP sockets too. It does not block, O_NONBLOCK. The caller has to close
   * it.
   *
   * @param name its FileDescriptorName=, or {@code unknown} if it has none
   * @throws IOException if it is not a listening stream socket
   * @throws NativeAccessException if native access is denied
   */
  public static OptionalInt takePassedDescriptor(String name) throws IOException {
    NativeAccessException.throwIfDenied();
    return PassedSockets.takeNumber(name);
  }

  /**
   * As {@link #takePassed}, but returns a channel of the JDK, which works with a {@code Selector}.
   *
   * <p><b>Limits:</b> the JDK cannot use a descriptor that it did not open. The channel is bound to
   * a file in a temporary directory, which is removed, and its descriptor is then replaced by the
   * one that was passed: {@code getLocalAddress} does not return the address of the socket.
   *
   * @param name its FileDescriptorName=, or {@code unknown} if it has none
   * @param scratch a place for the temporary directory
   * @throws IOException if it is not a listening Unix stream socket, or there is no place
   * @throws NativeAccessException if native access is denied
   */
  public static Optional<ServerSocketChannel> takePassedChannel(String name, Place scratch)
      throws IOException {
    NativeAccessException.throwIfDenied();
    try (UnixSocket socket = PassedSockets.take(name)) {
      return socket == null
          ? Optional.empty()
          : Optional.of(RuntimeServerChannel.of(socket, scratch));
    }
  }

  /**
   * Waits for the next connection.
   *
   * @throws java.nio.channels.AsynchronousCloseException if another thread closed the socket
   * @throws java.nio.channels.ClosedByInterruptException if the thread was interrupted, which
   *     closes the socket
   * @throws ClosedChannelException if the socket is closed
   * @throws IOException if the system has no descriptor left, for instance
   */
  public Connection accept() throws IOException {
    return accept(Deadline.NEVER);
  }

  /**
   * As {@link #accept()}, with a timeout.
   *
   * @param time not negative; zero accepts only a connection that is already waiting
   * @throws SocketTimeoutException if no client connects in time
   */
  public Connection accept(Duration time) throws IOException {
    return accept(Deadline.in(time));
  }

  Connection accept(Deadline deadline) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    UnixSocket accepted = null;
    try {
      begin();
      if (guard.enter()) {
        try {
          accepted = next(deadline);
        } catch (SystemCallException e) {
          throw broken(e);
        } finally {
          guard.leave();
        }
      }
    } finally {
      end(accepted);
    }
    return new Connection(Objects.requireNonNull(accepted));
  }

  /** Closes a connection that was accepted just when the thread was interrupted. */
  private void end(@Nullable UnixSocket accepted) throws AsynchronousCloseException {
    try {
      end(accepted != null);
    } catch (AsynchronousCloseException e) {
      if (accepted != null) {
        accepted.close();
      }
      throw e;
    }
  }

  private @Nullable UnixSocket next(Deadline deadline) throws IOException {
    UnixSocket accepted = socket.accept();
    while (accepted == null && isOpen()) {
      if (!socket.awaitInput(alarm, deadline.left())) {
        throw new SocketTimeoutException("no client connected in time");
      }
      accepted = isOpen() ? socket.accept() : null;
    }
    return accepted;
  }

  private IOException broken(SystemCallException reason) {
    SocketException translated = new SocketException(this + ": " + reason.getMessage());
    translated.initCause(reason);
    return translated;
  }

  /**
   * As {@link #listen(RuntimeDirectory, String, int, int)}, but returns a channel of the JDK, for
   * frameworks that require one.
   *
   * @throws SocketInUseException if another process listens there already
   * @throws UnsafePlaceException if the name belongs to anything else
   * @throws IOException if it cannot be created, or its path exceeds the 106 bytes that the JDK
   *     supports
   * @throws IllegalArgumentException as there
   * @throws NativeAccessException if native access is denied
   */
  public static RuntimeServerChannel serverChannel(
      RuntimeDirectory directory, String name, int mode, int backlog) throws IOException {
    NativeAccessException.throwIfDenied();
    requireValid(mode, backlog);
    try {
      return RuntimeServerChannel.listen(SocketFile.claim(directory, name), mode, backlog);
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, directory.bytePath());
    }
  }

  /** The path to which clients connect; empty for a passed socket with an abstract address. */
  public Optional<Path> path() {
    return Optional.ofNullable(path).map(JavaPath::of);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    guard.shut();
    // Not the socket itself, which the service manager may share.
    alarm.shutDown();
    socket.endWaiting();
    if (Thread.currentThread().isVirtual() && guard.leaveToLast(this::releaseLater)) {
      return;
    }
    guard.awaitEmpty();
    release(socket, alarm, file);
  }

  private void releaseLater() {
    try {
      release(socket, alarm, file);
    } catch (IOException e) { // close() has returned
      Warnings.once(this + ": " + e.getMessage());
    }
  }

  /** Human-readable; the format may change. */
  @Override
  public String toString() {
    return "socket " + (path == null ? "without a path" : path);
  }
}
