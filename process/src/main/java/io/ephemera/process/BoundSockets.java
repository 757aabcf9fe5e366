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
import io.ephemera.linux.errno.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inodes of the socket files to which sockets of one network namespace are bound, sock_diag(7),
 * whatever their names are now. A snapshot: thread-safe.
 */
final class BoundSockets {
  private static final int MINOR_BITS = 20;
  private static final int HALF = 32;

  /** The devices by the lower half of the inode number. */
  private final Map<Integer, Set<Long>> devices;

  private BoundSockets(Map<Integer, Set<Long>> devices) {
    this.devices = devices;
  }

  /**
   * All bound sockets, connected ones too: a datagram socket may be both.
   *
   * @return null if the kernel has no such interface or a sandbox forbids it, {@link
   *     Feature#SOCKET_DIAGNOSIS}
   */
  static @Nullable BoundSockets query() throws SystemCallException {
    return query(SocketDiagnosis.ANY);
  }

  /** As {@link #query()}, but only those that listen, or are bound and not connected. */
  static @Nullable BoundSockets queryListening() throws SystemCallException {
    return query(SocketDiagnosis.LISTENING_OR_BOUND);
  }

  private static @Nullable BoundSockets query(int states) throws SystemCallException {
    List<BoundSocket> sockets = list(states);
    return sockets == null ? null : new BoundSockets(devicesByInode(sockets));
  }

  private static Map<Integer, Set<Long>> devicesByInode(List<BoundSocket> sockets) {
    Map<Integer, Set<Long>> devices = new HashMap<>();
    for (BoundSocket socket : sockets) {
      Set<Long> ofInode = devices.get(socket.file());
      if (ofInode == null) {
        ofInode = new HashSet<>();
        devices.put(socket.file(), ofInode);
      }
      ofInode.add(socket.device());
    }
    return devices;
  }

  /** See {@link BoundSocket#ofCallingThread}. */
  static @Nullable List<BoundSocket> list() throws SystemCallException {
    return list(SocketDiagnosis.ANY);
  }

  private static @Nullable List<BoundSocket> list(int states) throws SystemCallException {
    try (Fd netlink = openNetlink()) {
      check(SocketDiagnosis.askAll(netlink, states), SystemCall.QUERY_SOCKETS);
      return readAnswer(netlink);
    } catch (SystemCallException e) {
      if (isUnsupported(e)) {
        return null;
      }
      throw e;
    }
  }

  private static Fd openNetlink() throws SystemCallException {
    int protocol = Constants.NETLINK_SOCK_DIAG;
    int opened = Sockets.socket(Constants.AF_NETLINK, Constants.SOCK_DGRAM, protocol);
    return new Fd(check(opened, SystemCall.QUERY_SOCKETS));
  }

  private static boolean isUnsupported(SystemCallException e) {
    return Feature.SOCKET_DIAGNOSIS.isMissing(e.errno());
  }

  private static List<BoundSocket> readAnswer(Fd netlink) throws SystemCallException {
    List<BoundSocket> sockets = new ArrayList<>();
    SocketDiagnosis answer = new SocketDiagnosis();
    while (check(answer.next(netlink), SystemCall.QUERY_SOCKETS) == SocketDiagnosis.SOCKET) {
      long place = answer.place();
      if (place != 0) {
        long device = device((int) (place >> HALF));
        sockets.add(new BoundSocket(device, (int) place, answer.inode(), answer.listens()));
      }
    }
    return sockets;
  }

  /** The kernel's number of a device in the form of {@link Stat#device}. */
  private static long device(int kernel) {
    long major = (kernel & 0xffffffffL) >>> MINOR_BITS;
    return (major << HALF) | (kernel & ((1 << MINOR_BITS) - 1));
  }

  /**
   * Whether a socket of this network namespace is bound to a file. On btrfs subvolumes and
   * overlays, stat(2) reports another device than sock_diag(7). There the number of the inode
   * decides.
   */
  Liveness judge(Stat file, MountInfo mounts) {
    boolean alive = contain(file) || (containNumberOf(file) && !mounts.hasDevice(file.device()));
    return alive ? Liveness.ALIVE : Liveness.DEAD;
  }

  /** Whether a socket is bound to an inode of this number on this device. */
  boolean contain(Stat file) {
    Set<Long> ofInode = devices.get((int) file.inode());
    return ofInode != null && ofInode.contains(file.device());
  }

  /**
   * As {@link #contain}, but on any device: for a file whose device, as stat(2) reports it, is that
   * of no file system, as on btrfs(5) subvolumes and overlays.
   */
  boolean containNumberOf(Stat file) {
    return devices.containsKey((int) file.inode());
  }

  /**
   * Whether a socket is bound to this socket file.
   *
   * <p>The kernel reports only the lower 32 bits of the inode number, and a device that may differ
   * from that of stat(2). So the caller asks only about files in the directory in which it bound
   * the socket.
   *
   * @return {@link Liveness#ALIVE} for this file, {@link Liveness#DEAD} for any other, {@link
   *     Liveness#UNKNOWN} if the kernel does not answer, as for {@link #query()}
   */
  static Liveness isBoundTo(UnixSocket socket, Stat file) throws SystemCallException {
    try (Fd netlink = openNetlink()) {
      check(SocketDiagnosis.askOne(netlink, socket.stat().inode()), SystemCall.QUERY_SOCKET);
      SocketDiagnosis answer = new SocketDiagnosis();
      check(answer.next(netlink), SystemCall.QUERY_SOCKET);
      boolean same = (int) answer.place() == (int) file.inode();
      return same ? Liveness.ALIVE : Liveness.DEAD;
    } catch (SystemCallException e) {
      if (isUnsupported(e)) {
        return Liveness.UNKNOWN;
      }
      throw e;
    }
  }
}
