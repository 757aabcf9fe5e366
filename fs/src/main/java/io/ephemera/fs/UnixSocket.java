// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Sockets;
import io.ephemera.linux.errno.Errno;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket, unix(7), that is not passed on to programs that are started.
 *
 * <p>Thread-safe but for {@link #close}: who closes it has called {@link #shutDown} and knows that
 * nobody is in a call any more.
 */
public final class UnixSocket extends Handle {
  /** How many bytes the path of an address may have. */
  public static final int LONGEST_PATH = Constants.UNIX_PATH_MAX;

  /** The file descriptors that a service manager passes begin here, sd_listen_fds(3). */
  public static final int FIRST_PASSED = 3;

  /** Who is at the other end: ids are unsigned; a process of another pid namespace is number 0. */
  public record Peer(int uid, int gid, int pid) {}

  private UnixSocket(Fd fd) {
    super(fd);
  }

  /** A new stream socket, with which to connect. */
  public static UnixSocket stream() throws SystemCallException {
    return create(Constants.SOCK_STREAM);
  }

  /** A new stream socket on which nothing waits but {@link #await}: for listening, for probing. */
  public static UnixSocket streamWithoutWaiting() throws SystemCallException {
    return create(Constants.SOCK_STREAM | Constants.SOCK_NONBLOCK);
  }

  /** A socket that is good for nothing but to end {@link #await} when it is shut down. */
  public static UnixSocket alarm() throws SystemCallException {
    return create(Constants.SOCK_DGRAM);
  }

  private static UnixSocket create(int type) throws SystemCallException {
    return new UnixSocket(
        new Fd(check(Sockets.socket(Constants.AF_UNIX, type, 0), SystemCall.CREATE_SOCKET)));
  }

  /**
   * A descriptor that this process was started with, or that somebody else in it holds: what it is
   * has to be looked at. Who may not close it does not close this handle either.
   */
  public static UnixSocket ofDescriptor(int number) {
    return new UnixSocket(new Fd(number));
  }

  /** Keeps a descriptor that was passed to us from programs that we start, FD_CLOEXEC. */
  public void keepFromOthers() throws SystemCallException {
    check(Io.fcntl(fd(), Constants.F_SETFD, Constants.FD_CLOEXEC), SystemCall.SET_CLOSE_ON_EXEC);
  }

  /**
   * Makes {@link #accept} answer at once, O_NONBLOCK: for all processes that hold the same socket.
   */
  public void stopWaiting() throws SystemCallException {
    int flags = check(Io.fcntl(fd(), Constants.F_GETFL, 0), SystemCall.READ_FLAGS);
    check(Io.fcntl(fd(), Constants.F_SETFL, flags | Constants.O_NONBLOCK), SystemCall.SET_FLAGS);
  }

  /**
   * Whether it is a Unix stream socket.
   *
   * @throws SystemCallException with ENOTSOCK or EBADF if it is something else or nothing
   */
  public boolean isUnixStream() throws SystemCallException {
    return option(Constants.SO_DOMAIN) == Constants.AF_UNIX
        && option(Constants.SO_TYPE) == Constants.SOCK_STREAM;
  }

  /** Whether it listens. */
  public boolean isListening() throws SystemCallException {
    return option(Constants.SO_ACCEPTCONN) != 0;
  }

  /** The size of its receive buffer in bytes: twice what was asked for, socket(7). */
  public int receiveBuffer() throws SystemCallException {
    return option(Constants.SO_RCVBUF);
  }

  private int option(int option) throws SystemCallException {
    return check(Sockets.option(fd(), option), SystemCall.GET_SOCKET_OPTION);
  }

  /**
   * Binds it to a path, which must be free. The socket file gets the mode of this handle, see
   * {@link #setMode}, less what umask(2) says.
   *
   * @param path at most {@link #LONGEST_PATH} bytes; the kernel resolves it as any program's
   */
  public void bind(BytePath path) throws SystemCallException {
    check(Sockets.bind(fd(), path.bytes().array()), SystemCall.BIND, path);
  }

  /**
   * Begins to listen.
   *
   * @param backlog how many may wait to be accepted; the system bounds it, listen(2)
   */
  public void listen(int backlog) throws SystemCallException {
    check(Sockets.listen(fd(), backlog), SystemCall.LISTEN);
  }

  /**
   * Connects to a socket by its path.
   *
   * @throws SystemCallException with ECONNREFUSED if nobody listens there, EAGAIN if too many wait
   *     to be accepted: after the {@link #setConnectTimeout}, or at once
   */
  public void connect(BytePath path) throws SystemCallException {
    check(Sockets.connect(fd(), path.bytes().array()), SystemCall.CONNECT, path);
  }

  /** Connects to the very socket that is held, whatever its name and its length are. */
  public void connect(Inode socket) throws SystemCallException {
    connect(socket.pathInProcess());
  }

  /** Bounds {@link #connect} in milliseconds; zero stands for no bound. */
  public void setConnectTimeout(long millis) throws SystemCallException {
    check(Sockets.setSendTimeout(fd(), millis), SystemCall.SET_TIMEOUT);
  }

  /** Takes the next one who connected; null when nobody waits any more. */
  public @Nullable UnixSocket accept() throws SystemCallException {
    int accepted = Sockets.accept(fd());
    if (accepted < 0) {
      Errno errno = Errno.of(-accepted);
      if (errno == Errno.EAGAIN || errno == Errno.ECONNABORTED) {
        return null;
      }
    }
    return new UnixSocket(new Fd(check(accepted, SystemCall.ACCEPT)));
  }

  /**
   * Who is at the other end, SO_PEERCRED: as it was when it connected, or began to listen. The
   * kernel says so, not the peer.
   */
  public Peer peer() throws SystemCallException {
    int[] ids = new int[3];
    check(Sockets.peer(fd(), ids), SystemCall.READ_PEER_CREDENTIALS);
    return new Peer(ids[1], ids[2], ids[0]);
  }

  /** The path that it is bound to; null when it has none, or an abstract address. */
  public @Nullable BytePath boundPath() throws SystemCallException {
    byte[] address = new byte[Short.BYTES + LONGEST_PATH + 1];
    int length =
        Math.min(check(Sockets.name(fd(), address), SystemCall.GET_SOCKET_NAME), address.length);
    int end = Short.BYTES;
    while (end < length && address[end] != 0) {
      end++;
    }
    return end == Short.BYTES ? null : BytePath.of(Bytes.of(address, Short.BYTES, end));
  }

  /**
   * Waits until it can be read or accepted from, or until the other end is gone.
   *
   * @param alarm what ends it as well once it is shut down, or null
   * @param nanos how long, or a negative number for as long as it takes
   * @return false when the time was over first
   */
  public boolean awaitInput(@Nullable UnixSocket alarm, long nanos) throws SystemCallException {
    return await(Constants.POLLIN, alarm, nanos);
  }

  /** As {@link #awaitInput}, until it can be written to. */
  public boolean awaitOutput(long nanos) throws SystemCallException {
    return await(Constants.POLLOUT, null, nanos);
  }

  private boolean await(int events, @Nullable UnixSocket alarm, long nanos)
      throws SystemCallException {
    Fd other = alarm == null ? fd() : alarm.fd();
    return check(Sockets.poll(fd(), events, other, nanos), SystemCall.POLL) > 0;
  }

  /**
   * Reads what is there, without waiting, at most 64 KiB.
   *
   * @return the number of bytes; 0 at the end; -1 when there is nothing yet
   */
  public int receive(ByteBuffer into) throws SystemCallException {
    return unlessAgain(Sockets.receive(fd(), into, Constants.MSG_DONTWAIT), SystemCall.RECEIVE);
  }

  /**
   * Writes what there is room for, without waiting, at most 64 KiB.
   *
   * @return the number of bytes; -1 when there is no room
   */
  public int send(ByteBuffer from) throws SystemCallException {
    return unlessAgain(Sockets.send(fd(), from, Constants.MSG_DONTWAIT), SystemCall.SEND);
  }

  private static int unlessAgain(int result, SystemCall call) throws SystemCallException {
    if (Errno.EAGAIN.isReasonOf(result)) {
      return -1;
    }
    return check(result, call);
  }

  /** Says that nothing more will be read. */
  public void shutDownInput() throws SystemCallException {
    check(Sockets.shutdown(fd(), Constants.SHUT_RD), SystemCall.SHUT_DOWN);
  }

  /** Says that nothing more will be written: the other end reads the end. */
  public void shutDownOutput() throws SystemCallException {
    check(Sockets.shutdown(fd(), Constants.SHUT_WR), SystemCall.SHUT_DOWN);
  }

  /**
   * Ends both ways, for every process that holds the socket: whoever waits in a call on it returns.
   */
  public void shutDown() {
    Sockets.shutdown(fd(), Constants.SHUT_RDWR);
  }
}
