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
 * A Unix socket, unix(7), that started programs do not inherit.
 *
 * <p>Thread-safe except for {@link #close}: the caller must have called {@link #endWaiting} if
 * threads could wait, and know that no thread is in a call any more.
 */
public final class UnixSocket extends Handle {
  /** The length limit for the path of an address, in bytes. */
  public static final int LONGEST_PATH = Constants.UNIX_PATH_MAX;

  /** The first file descriptor that a service manager passes, sd_listen_fds(3). */
  public static final int FIRST_PASSED = 3;

  /** The process at the other end; IDs are unsigned, and the pid is 0 for another pid namespace. */
  public record Peer(int uid, int gid, int pid) {}

  private final ParkedThreads parked;

  private UnixSocket(Fd fd) {
    super(fd);
    parked = new ParkedThreads(fd);
  }

  /** Creates a stream socket, to connect with. */
  public static UnixSocket stream() throws SystemCallException {
    return create(Constants.SOCK_STREAM);
  }

  /**
   * Creates a stream socket whose calls do not block, except the awaiting ones: to listen or probe.
   */
  public static UnixSocket streamWithoutWaiting() throws SystemCallException {
    return create(Constants.SOCK_STREAM | Constants.SOCK_NONBLOCK);
  }

  /** Creates a socket that only serves to end {@link #awaitInput} when it is shut down. */
  public static UnixSocket alarm() throws SystemCallException {
    return create(Constants.SOCK_DGRAM);
  }

  private static UnixSocket create(int type) throws SystemCallException {
    return new UnixSocket(
        new Fd(check(Sockets.socket(Constants.AF_UNIX, type, 0), SystemCall.CREATE_SOCKET)));
  }

  /**
   * A descriptor that this process inherited or that another part of it holds; the caller checks
   * what it is. Close this handle only if the descriptor may be closed.
   */
  public static UnixSocket ofDescriptor(int number) {
    return new UnixSocket(new Fd(number));
  }

  /** Lets a descriptor that is in use lead to this socket from now on, dup3(2). */
  public void replace(int number) throws SystemCallException {
    check(Io.duplicate(fd(), number), SystemCall.DUPLICATE_DESCRIPTOR);
  }

  /** Keeps programs that are started from inheriting a descriptor that was passed, FD_CLOEXEC. */
  public void keepFromOthers() throws SystemCallException {
    check(Io.setInherited(fd(), false), SystemCall.SET_DESCRIPTOR_FLAGS);
  }

  /**
   * Keeps {@link #accept} from blocking, O_NONBLOCK: for all processes that hold the same socket.
   */
  public void stopWaiting() throws SystemCallException {
    int flags = check(Io.fcntl(fd(), Constants.F_GETFL, 0), SystemCall.GET_STATUS_FLAGS);
    check(
        Io.fcntl(fd(), Constants.F_SETFL, flags | Constants.O_NONBLOCK),
        SystemCall.SET_STATUS_FLAGS);
  }

  /**
   * Whether it is a Unix stream socket.
   *
   * @throws SystemCallException with ENOTSOCK or EBADF if it is not a socket or not open
   */
  public boolean isUnixStream() throws SystemCallException {
    return option(Constants.SO_DOMAIN) == Constants.AF_UNIX && isStream();
  }

  /** Whether it is a stream socket of any address family; throws likewise. */
  public boolean isStream() throws SystemCallException {
    return option(Constants.SO_TYPE) == Constants.SOCK_STREAM;
  }

  /** Whether it listens. */
  public boolean isListening() throws SystemCallException {
    return option(Constants.SO_ACCEPTCONN) != 0;
  }

  /** The size of its receive buffer in bytes: twice what was requested, socket(7). */
  public int receiveBuffer() throws SystemCallException {
    return option(Constants.SO_RCVBUF);
  }

  private int option(int option) throws SystemCallException {
    return check(Sockets.option(fd(), option), SystemCall.GET_SOCKET_OPTION);
  }

  /**
   * Binds it to a path, which must be free. The socket file gets the mode of this handle, see
   * {@link #setMode}, without the bits that umask(2) takes away.
   *
   * @param path at most {@link #LONGEST_PATH} bytes; the kernel resolves it as for any program
   */
  public void bind(BytePath path) throws SystemCallException {
    check(Sockets.bind(fd(), path.bytes().array()), SystemCall.BIND, path);
  }

  /**
   * Starts listening.
   *
   * @param backlog how many connections may wait to be accepted; the system limits it, listen(2)
   */
  public void listen(int backlog) throws SystemCallException {
    check(Sockets.listen(fd(), backlog), SystemCall.LISTEN);
  }

  /**
   * Connects to a socket by its path.
   *
   * @throws SystemCallException with ECONNREFUSED if no process listens there, EAGAIN if too many
   *     connections wait to be accepted: after the {@link #setConnectTimeout}, or at once
   */
  public void connect(BytePath path) throws SystemCallException {
    check(Sockets.connect(fd(), path.bytes().array()), SystemCall.CONNECT, path);
  }

  /** Connects to a socket that is held, whatever its name is and however long. */
  public void connect(Inode socket) throws SystemCallException {
    connect(socket.pathInProcess());
  }

  /** Limits {@link #connect} in milliseconds; zero means no limit. */
  public void setConnectTimeout(long millis) throws SystemCallException {
    check(Sockets.setSendTimeout(fd(), millis), SystemCall.SET_TIMEOUT);
  }

  /** Accepts the next connection; null if none is waiting. */
  public @Nullable UnixSocket accept() throws SystemCallException {
    int accepted = Sockets.accept(fd());
    if (Errno.EAGAIN.isReasonOf(accepted) || Errno.ECONNABORTED.isReasonOf(accepted)) {
      return null;
    }
    return new UnixSocket(new Fd(check(accepted, SystemCall.ACCEPT)));
  }

  /**
   * The process at the other end, SO_PEERCRED: as it was when it connected, or began to listen. The
   * kernel reports it, not the peer.
   */
  public Peer peer() throws SystemCallException {
    int[] ids = new int[3];
    check(Sockets.peer(fd(), ids), SystemCall.GET_PEER_CREDENTIALS);
    return new Peer(ids[1], ids[2], ids[0]);
  }

  /** The path to which it is bound; null if it has none or an abstract address. */
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
   * Waits for input or a connection, or until the other end is closed. A virtual thread is parked
   * meanwhile.
   *
   * @param alarm a socket that also ends the wait of a platform thread when it is shut down, or
   *     null
   * @param nanos how long, or a negative number for no limit
   * @return false if the time is over first
   */
  public boolean awaitInput(@Nullable UnixSocket alarm, long nanos) throws SystemCallException {
    return await(Constants.POLLIN, alarm, nanos);
  }

  /** As {@link #awaitInput}, for room to write. */
  public boolean awaitOutput(long nanos) throws SystemCallException {
    return await(Constants.POLLOUT, null, nanos);
  }

  private boolean await(int events, @Nullable UnixSocket alarm, long nanos)
      throws SystemCallException {
    if (nanos != 0 && Thread.currentThread().isVirtual()) {
      return parked.await(events, nanos);
    }
    Fd other = alarm == null ? fd() : alarm.fd();
    return check(Sockets.poll(fd(), events, other, nanos), SystemCall.POLL) > 0;
  }

  /**
   * Ends the wait of all virtual threads, and refuses later ones; platform threads see {@link
   * #shutDown} or the alarm.
   */
  public void endWaiting() {
    parked.end();
  }

  /**
   * Reads available bytes; into a buffer on the heap at most 64 KiB.
   *
   * @param mayWait whether the thread may be blocked until there are some; it is not if the socket
   *     itself does not block
   * @return the number of bytes; 0 at the end; -1 if there are none yet
   */
  public int receive(ByteBuffer into, boolean mayWait) throws SystemCallException {
    return unlessAgain(Sockets.receive(fd(), into, flags(mayWait)), SystemCall.RECEIVE);
  }

  /**
   * Writes as many bytes as there is room for; of a buffer on the heap at most 64 KiB.
   *
   * @param mayWait whether the thread may be blocked until there is room for all, likewise
   * @return the number of bytes; -1 if there is no room
   */
  public int send(ByteBuffer from, boolean mayWait) throws SystemCallException {
    return unlessAgain(Sockets.send(fd(), from, flags(mayWait)), SystemCall.SEND);
  }

  private static int flags(boolean mayWait) {
    return mayWait ? 0 : Constants.MSG_DONTWAIT;
  }

  private static int unlessAgain(int result, SystemCall call) throws SystemCallException {
    if (Errno.EAGAIN.isReasonOf(result)) {
      return -1;
    }
    return check(result, call);
  }

  /** Ends input: this process will read no more. */
  public void shutDownInput() throws SystemCallException {
    check(Sockets.shutdown(fd(), Constants.SHUT_RD), SystemCall.SHUT_DOWN);
  }

  /** Ends output: the other end reads the end of the stream. */
  public void shutDownOutput() throws SystemCallException {
    check(Sockets.shutdown(fd(), Constants.SHUT_WR), SystemCall.SHUT_DOWN);
  }

  /**
   * Ends both directions, for every process that holds the socket: all calls that wait on it
   * return.
   */
  public void shutDown() {
    Sockets.shutdown(fd(), Constants.SHUT_RDWR);
  }
}
