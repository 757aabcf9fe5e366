// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Unix stream socket in a runtime directory that others connect to, unix(7).
 *
 * <p><b>Safety:</b> of those who start at once exactly one listens: it holds the BSD lock on {@code
 * NAME.lock} beside the socket, and a socket on which somebody listens without that lock is not
 * taken away either. A dead socket of the caller's is removed; anything else that has the name is
 * refused. The socket file has its exact mode before anybody can connect, and never more than that,
 * whatever umask(2) says. The kernel knows its final path, so that systemd-tmpfiles and Ephemera
 * see that it is alive; where that path is too long, a BSD lock on the directory says so.
 *
 * <p>Closing removes the socket file if the name is still this one's, then gives the lock back.
 * What a dead process left is removed by the next who listens. Thread-safe: several threads may
 * accept; one that waits returns when another closes the socket or interrupts it, as {@link
 * java.nio.channels.InterruptibleChannel} says.
 *
 * <p><b>Limits:</b> no {@code Selector}, see {@link #serverChannel} for frameworks that need one; a
 * virtual thread that waits in {@link #accept} holds its carrier. A line that cleans the very
 * directory of a socket whose path is over 107 bytes lets systemd-tmpfiles remove it.
 */
public final class RuntimeSocket extends AbstractInterruptibleChannel {
  private static final int OWNER_ONLY = 0600;
  private static final int PERMISSIONS = 0777;
  private static final int BACKLOG = 128;

  private final UnixSocket socket;
  private final UnixSocket alarm;
  private final @Nullable SocketFile file;
  private final @Nullable BytePath path;
  private final CallGuard turnstile = new CallGuard();

  private RuntimeSocket(
      UnixSocket socket, UnixSocket alarm, @Nullable SocketFile file, @Nullable BytePath path) {
    this.socket = socket;
    this.alarm = alarm;
    this.file = file;
    this.path = path;
  }

  /** As {@link #listen(RuntimeDirectory, String, int, int)}, mode 0600, for 128 who may wait. */
  public static RuntimeSocket listen(RuntimeDirectory directory, String name) throws IOException {
    return listen(directory, name, OWNER_ONLY, BACKLOG);
  }

  /**
   * Listens on a socket in a runtime directory, which may be closed before the socket is.
   *
   * @param name the socket's file name, such as {@code cups.socket}; the lock is {@code NAME.lock}
   * @param mode the permission bits of the socket file, 0 to 0777: who may write to it may connect
   * @param backlog how many may wait to be accepted, at least 1; the system bounds it, listen(2)
   * @throws SocketInUseException if somebody listens there already, and who
   * @throws UnsafePlaceException if something else has the name
   * @throws IOException if it cannot be created
   * @throws IllegalArgumentException if the name is not one of a directory entry, or a number is
   *     out of its range
   * @throws NativeAccessException if native access is denied
   */
  public static RuntimeSocket listen(RuntimeDirectory directory, String name, int mode, int backlog)
      throws IOException {
    NativeAccessException.throwIfDenied();
    requireSensible(mode, backlog);
    try {
      return listen(SocketFile.claim(directory, name), mode, backlog);
    } catch (IOException e) {
      throw Failure.of(e, directory.bytePath());
    }
  }

  private static void requireSensible(int mode, int backlog) {
    if ((mode & ~PERMISSIONS) != 0) {
      throw new IllegalArgumentException("not permission bits: 0" + Integer.toOctalString(mode));
    }
    if (backlog < 1) {
      throw new IllegalArgumentException("nobody could wait to be accepted: " + backlog);
    }
  }

  /** Listens at a name that is ours, and takes it over. */
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
   * A socket that the service manager passed to this process, sd_listen_fds(3), systemd.socket(5):
   * one of the descriptors from 3 on that LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES name.
   *
   * <p>It belongs to the service manager: it is never bound, unlinked or given another mode, and
   * closing it closes this process's descriptor only. Programs that are started later do not
   * inherit it. Each is given once.
   *
   * @param name its FileDescriptorName=; {@code unknown} for those without
   * @return the socket; nothing when none of this name was passed, or it was given already
   * @throws IOException if what was passed is not a Unix stream socket that listens
   * @throws NativeAccessException if native access is denied
   */
  public static Optional<RuntimeSocket> passed(String name) throws IOException {
    NativeAccessException.throwIfDenied();
    UnixSocket socket = PassedSockets.take(name);
    if (socket == null) {
      return Optional.empty();
    }
    socket.keepFromOthers();
    socket.stopWaiting();
    return Optional.of(new RuntimeSocket(socket, UnixSocket.alarm(), null, socket.boundPath()));
  }

  /**
   * Waits for the next who connects.
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
   * As {@link #accept()}, for some time.
   *
   * @param time not negative; zero only looks whether somebody waits
   * @throws SocketTimeoutException if nobody connected in time
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
      if (turnstile.enter()) {
        try {
          accepted = next(deadline);
        } catch (SystemCallException e) {
          throw broken(e);
        } finally {
          turnstile.leave();
        }
      }
    } finally {
      end(accepted);
    }
    return new Connection(Objects.requireNonNull(accepted));
  }

  /** Who was accepted in the very moment of an interrupt is sent away: nobody would hear of him. */
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
    UnixSocket accepted = null;
    while (accepted == null && isOpen()) {
      if (!socket.awaitInput(alarm, deadline.left())) {
        throw new SocketTimeoutException("nobody connected in time");
      }
      accepted = isOpen() ? socket.accept() : null;
    }
    return accepted;
  }

  private IOException broken(SystemCallException reason) {
    SocketException told = new SocketException(this + ": " + reason.getMessage());
    told.initCause(reason);
    return told;
  }

  /**
   * As {@link #listen(RuntimeDirectory, String, int, int)}, but gives the channel of the JDK: for
   * frameworks that want one.
   *
   * @throws SocketInUseException if somebody listens there already, and who
   * @throws UnsafePlaceException if something else has the name
   * @throws IOException if it cannot be created; also if its path is over 106 bytes, which the
   *     JDK's channels cannot have
   * @throws IllegalArgumentException as there
   * @throws NativeAccessException if native access is denied
   */
  public static RuntimeServerChannel serverChannel(
      RuntimeDirectory directory, String name, int mode, int backlog) throws IOException {
    NativeAccessException.throwIfDenied();
    requireSensible(mode, backlog);
    try {
      return RuntimeServerChannel.listen(SocketFile.claim(directory, name), mode, backlog);
    } catch (IOException e) {
      throw Failure.of(e, directory.bytePath());
    }
  }

  /** The path that clients connect to; none for a passed socket with an abstract address. */
  public Optional<Path> path() {
    return Optional.ofNullable(path).map(Spelling::of);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    turnstile.shut();
    // Not the socket itself: one that was passed is the service manager's as well.
    alarm.shutDown();
    turnstile.awaitEmpty();
    release(socket, alarm, file);
  }

  /** For people. */
  @Override
  public String toString() {
    return "socket " + (path == null ? "without a path" : path);
  }
}
