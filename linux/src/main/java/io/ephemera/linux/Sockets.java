// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;
import java.nio.ByteBuffer;

/**
 * System calls on sockets, socket(2) and unix(7). Each returns the kernel's result, or minus errno.
 * Thread-safe.
 *
 * <p>The path of an address has 1 to 107 bytes, without the terminating NUL.
 */
public final class Sockets {
  private static final int INT = 4;
  private static final int TIMESPEC = 16;
  private static final int POLLFD = 8;

  private Sockets() {}

  /** socket(2), always with SOCK_CLOEXEC. */
  public static int socket(int family, int type, int protocol) {
    return (int) Native.call(Abi.SOCKET, family, type | Constants.SOCK_CLOEXEC, protocol);
  }

  /** setns(2) with CLONE_NEWNET, for the calling thread only. */
  public static int enterNetworkNamespace(Fd namespace) {
    return (int) Native.call(Abi.SETNS, namespace.number(), Constants.CLONE_NEWNET, 0);
  }

  /** bind(2) to a path. */
  public static int bind(Fd socket, byte[] path) {
    return atPath(Abi.BIND, socket, path);
  }

  /** connect(2) to a path. */
  public static int connect(Fd socket, byte[] path) {
    return atPath(Abi.CONNECT, socket, path);
  }

  private static int atPath(int call, Fd socket, byte[] path) {
    if (path.length > Constants.UNIX_PATH_MAX) {
      return Errno.ENAMETOOLONG.asResult();
    }
    Scratch s = Scratch.mine();
    s.memory.putShort(Scratch.STRUCT, (short) Constants.AF_UNIX);
    s.memory.put(Scratch.STRUCT + Short.BYTES, path, 0, path.length);
    int length = Short.BYTES + path.length;
    s.memory.put(Scratch.STRUCT + length, (byte) 0);
    return (int) Native.call(call, socket.number(), s.at(Scratch.STRUCT), length + 1);
  }

  /** listen(2). */
  public static int listen(Fd socket, int backlog) {
    return (int) Native.call(Abi.LISTEN, socket.number(), backlog, 0);
  }

  /** accept4(2), always with SOCK_CLOEXEC, without the address of the peer. */
  public static int accept(Fd socket) {
    return (int) Native.call(Abi.ACCEPT4, socket.number(), 0, 0, Constants.SOCK_CLOEXEC);
  }

  /** getsockopt(2) of SOL_SOCKET: the value of a numeric option, never negative. */
  public static int option(Fd socket, int option) {
    Scratch s = Scratch.mine();
    int result = option(s, socket, option, INT);
    return result < 0 ? result : s.memory.getInt(Scratch.STRUCT);
  }

  /**
   * getsockopt(2) SO_PEERCRED.
   *
   * @param into receives pid, user ID and group ID of the process that connected or listens
   */
  public static int peer(Fd socket, int[] into) {
    Scratch s = Scratch.mine();
    int result = option(s, socket, Constants.SO_PEERCRED, 3 * INT);
    for (int i = 0; result == 0 && i < 3; i++) {
      into[i] = s.memory.getInt(Scratch.STRUCT + i * INT);
    }
    return result;
  }

  private static int option(Scratch s, Fd socket, int option, int length) {
    s.memory.putInt(Scratch.STRUCT + TIMESPEC, length);
    long value = s.at(Scratch.STRUCT);
    return (int)
        Native.call(
            Abi.GETSOCKOPT, socket.number(), Constants.SOL_SOCKET, option, value, value + TIMESPEC);
  }

  /** setsockopt(2) of SOL_SOCKET for a numeric option. */
  public static int setOption(Fd socket, int option, int value) {
    Scratch s = Scratch.mine();
    s.memory.putInt(Scratch.STRUCT, value);
    return setOption(s, socket, option, INT);
  }

  /** setsockopt(2) SO_SNDTIMEO, which also limits connect(2); zero means no limit. */
  public static int setSendTimeout(Fd socket, long millis) {
    Scratch s = Scratch.mine();
    s.memory.putLong(Scratch.STRUCT, millis / 1000);
    s.memory.putLong(Scratch.STRUCT + Long.BYTES, millis % 1000 * 1000);
    return setOption(s, socket, Constants.SO_SNDTIMEO, TIMESPEC);
  }

  private static int setOption(Scratch s, Fd socket, int option, int length) {
    long value = s.at(Scratch.STRUCT);
    return (int)
        Native.call(Abi.SETSOCKOPT, socket.number(), Constants.SOL_SOCKET, option, value, length);
  }

  /**
   * getsockname(2): the length of the address.
   *
   * @param into receives the address, the family first, truncated if it is too long
   */
  public static int name(Fd socket, byte[] into) {
    Scratch s = Scratch.mine();
    s.memory.putInt(Scratch.STRUCT, into.length);
    long length = s.at(Scratch.STRUCT);
    int result = (int) Native.call(Abi.GETSOCKNAME, socket.number(), s.at(Scratch.DATA), length);
    if (result < 0) {
      return result;
    }
    int full = s.memory.getInt(Scratch.STRUCT);
    s.memory.get(Scratch.DATA, into, 0, Math.min(full, into.length));
    return full;
  }

  /** shutdown(2): calls that wait on the socket return. */
  public static int shutdown(Fd socket, int how) {
    return (int) Native.call(Abi.SHUTDOWN, socket.number(), how, 0);
  }

  /** recv(2): as much as there is room for, and at most 64 KiB into a buffer on the heap. */
  public static int receive(Fd socket, ByteBuffer into, int flags) {
    if (Transfer.isDirect(into)) {
      return moved(Transfer.direct(Abi.RECVFROM, socket, into, flags), into);
    }
    try (Transfer memory = Transfer.of(into.remaining())) {
      int read = memory.run(Abi.RECVFROM, socket, flags);
      if (read > 0) {
        into.put(into.position(), memory.buffer(), memory.start(), read);
      }
      return moved(read, into);
    }
  }

  /**
   * send(2), at most 64 KiB of a buffer on the heap; for a closed connection EPIPE, without a
   * signal.
   */
  public static int send(Fd socket, ByteBuffer from, int flags) {
    int quiet = flags | Constants.MSG_NOSIGNAL;
    if (Transfer.isDirect(from)) {
      return moved(Transfer.direct(Abi.SENDTO, socket, from, quiet), from);
    }
    try (Transfer memory = Transfer.of(from.remaining())) {
      memory.buffer().put(memory.start(), from, from.position(), memory.size());
      return moved(memory.run(Abi.SENDTO, socket, quiet), from);
    }
  }

  private static int moved(int result, ByteBuffer buffer) {
    if (result > 0) {
      buffer.position(buffer.position() + result);
    }
    return result;
  }

  /**
   * ppoll(2) on two descriptors: zero if the time is over, else a positive number. The kernel
   * updates the remaining time, so signals do not prolong the wait.
   *
   * @param events the events to wait for on the first: POLLIN, POLLOUT
   * @param alarm the other, on which only errors and a hang-up end the wait; the first again if
   *     there is no other
   * @param nanos how long, or a negative number for no limit
   */
  public static int poll(Fd socket, int events, Fd alarm, long nanos) {
    Scratch s = Scratch.mine();
    s.memory.putInt(Scratch.STRUCT, socket.number()).putInt(Scratch.STRUCT + INT, events);
    s.memory.putInt(Scratch.STRUCT + POLLFD, alarm.number());
    s.memory.putInt(Scratch.STRUCT + POLLFD + INT, 0);
    int time = Scratch.STRUCT + 2 * POLLFD;
    s.memory.putLong(time, nanos / 1_000_000_000L).putLong(time + 8, nanos % 1_000_000_000L);
    long timeout = nanos < 0 ? 0 : s.at(time);
    return (int) Native.call(Abi.PPOLL, s.at(Scratch.STRUCT), 2, timeout, 0, 0, 0);
  }
}
