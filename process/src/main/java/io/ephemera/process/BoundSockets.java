// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.SocketDiagnosis;
import io.ephemera.linux.Sockets;
import io.ephemera.linux.errno.Errno;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The socket files that somebody has a socket bound to, whatever names they have, sock_diag(7): of
 * the network namespace of this process. A snapshot: thread-safe.
 */
final class BoundSockets {
  private static final int MINOR_BITS = 20;
  private static final int HALF = 32;

  /** The devices on which a socket is bound to an inode, by the lower half of its number. */
  private final Map<Integer, Set<Long>> devices;

  private BoundSockets(Map<Integer, Set<Long>> devices) {
    this.devices = devices;
  }

  /**
   * All that are bound, connected ones too: a datagram socket may be both.
   *
   * @return null where the kernel has no such interface or a sandbox forbids it: exactly EPERM,
   *     EACCES, EAFNOSUPPORT and EPROTONOSUPPORT of socket(2), and ENOENT, EINVAL and EOPNOTSUPP as
   *     its answer
   */
  static @Nullable BoundSockets askKernel() throws SystemCallException {
    return ask(SocketDiagnosis.ANY);
  }

  /** As {@link #askKernel}, only those that listen or are bound and not connected. */
  static @Nullable BoundSockets askForListening() throws SystemCallException {
    return ask(SocketDiagnosis.LISTENING_OR_BOUND);
  }

  private static @Nullable BoundSockets ask(int states) throws SystemCallException {
    try (Fd netlink = netlink()) {
      check(SocketDiagnosis.askAll(netlink, states), SystemCall.QUERY_SOCKETS);
      return new BoundSockets(read(netlink));
    } catch (SystemCallException e) {
      if (isRefusal(e)) {
        return null;
      }
      throw e;
    }
  }

  private static Fd netlink() throws SystemCallException {
    int protocol = Constants.NETLINK_SOCK_DIAG;
    int opened = Sockets.socket(Constants.AF_NETLINK, Constants.SOCK_DGRAM, protocol);
    return new Fd(check(opened, SystemCall.QUERY_SOCKETS));
  }

  private static boolean isRefusal(SystemCallException e) {
    Errno errno = e.errno();
    return errno == Errno.EPERM
        || errno == Errno.EACCES
        || errno == Errno.EAFNOSUPPORT
        || errno == Errno.EPROTONOSUPPORT
        || errno == Errno.ENOENT
        || errno == Errno.EINVAL
        || errno == Errno.EOPNOTSUPP;
  }

  private static Map<Integer, Set<Long>> read(Fd netlink) throws SystemCallException {
    Map<Integer, Set<Long>> devices = new HashMap<>();
    SocketDiagnosis answer = new SocketDiagnosis();
    while (check(answer.next(netlink), SystemCall.QUERY_SOCKETS) == SocketDiagnosis.SOCKET) {
      long place = answer.place();
      if (place != 0) {
        Set<Long> on = devices.get((int) place);
        if (on == null) {
          on = new HashSet<>();
          devices.put((int) place, on);
        }
        on.add(device((int) (place >> HALF)));
      }
    }
    return devices;
  }

  /** The number as the kernel has it, as {@link Stat#device} has it. */
  private static long device(int kernel) {
    long major = (kernel & 0xffffffffL) >>> MINOR_BITS;
    return (major << HALF) | (kernel & ((1 << MINOR_BITS) - 1));
  }

  /** Whether a socket is bound to an inode of this number on this very device. */
  boolean contain(Stat file) {
    Set<Long> on = devices.get((int) file.inode());
    return on != null && on.contains(file.device());
  }

  /**
   * As {@link #contain}, on whatever device: for a file whose device, as stat(2) shows it, is no
   * file system's. So it is with subvolumes of btrfs(5) and with overlays.
   */
  boolean containNumberOf(Stat file) {
    return devices.containsKey((int) file.inode());
  }

  /**
   * Whether a socket file is the one that a socket is bound to.
   *
   * <p>Of a file's inode number the kernel reports the lower 32 bits, and of its file system a
   * number that stat(2) need not show: so the caller asks of a file in the directory that it bound
   * in.
   *
   * @return {@link Liveness#ALIVE} for this very file, {@link Liveness#DEAD} for any other, {@link
   *     Liveness#UNKNOWN} where the kernel does not say, as for {@link #askKernel}
   */
  static Liveness isBoundTo(UnixSocket socket, Stat file) throws SystemCallException {
    try (Fd netlink = netlink()) {
      check(SocketDiagnosis.askOne(netlink, socket.stat().inode()), SystemCall.QUERY_SOCKET);
      SocketDiagnosis answer = new SocketDiagnosis();
      check(answer.next(netlink), SystemCall.QUERY_SOCKET);
      boolean same = (int) answer.place() == (int) file.inode();
      return same ? Liveness.ALIVE : Liveness.DEAD;
    } catch (SystemCallException e) {
      if (isRefusal(e)) {
        return Liveness.UNKNOWN;
      }
      throw e;
    }
  }
}
