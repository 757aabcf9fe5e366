// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Queries the kernel about Unix sockets, sock_diag(7), with messages of netlink(7). An object is
 * one answer; not thread-safe.
 */
public final class SocketDiagnosis {
  /** The states of sockets that listen, or are only bound. */
  public static final int LISTENING_OR_BOUND =
      (1 << Constants.TCP_LISTEN) | (1 << Constants.TCP_CLOSE);

  /** All states: connected ones too, which a datagram socket with a path may be. */
  public static final int ANY = -1;

  private static final int HEADER = 16;
  private static final int REQUEST = HEADER + 24;
  private static final int ANSWER = HEADER + 16;

  // struct unix_diag_msg: family, type, state, padding, inode, cookie
  private static final int STATE = 2;
  private static final int INODE = 4;

  private static final int SOCK_DIAG_BY_FAMILY = 20;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_REQUEST = 1;
  private static final int NLM_F_DUMP = 0x300;
  private static final int UDIAG_SHOW_NAME = 1;
  private static final int UDIAG_SHOW_VFS = 2;
  private static final int UNIX_DIAG_VFS = 1;
  private static final int NLA_TYPE_MASK = 0x3fff;
  private static final int NO_COOKIE = -1;

  private final ByteBuffer answer = ByteBuffer.allocate(64 * 1024).order(ByteOrder.nativeOrder());
  private int end;

  /** A result of {@link #next}: there is another socket. */
  public static final int SOCKET = 1;

  /** A result of {@link #next}: the answer is complete. */
  public static final int COMPLETE = 0;

  /** An answer of which nothing is read yet. */
  public SocketDiagnosis() {
    answer.limit(0);
  }

  /** Asks for all Unix sockets in a set of states of {@code net/tcp_states.h}. */
  public static int askAll(Fd netlink, int states) {
    return send(netlink, states, 0, NLM_F_REQUEST | NLM_F_DUMP);
  }

  /** Asks for one socket by its own inode number, as reported by fstat(2). */
  public static int askOne(Fd netlink, long inode) {
    return send(netlink, ANY, (int) inode, NLM_F_REQUEST);
  }

  private static int send(Fd netlink, int states, int inode, int flags) {
    ByteBuffer request = ByteBuffer.allocate(REQUEST).order(ByteOrder.nativeOrder());
    request.putInt(REQUEST).putShort((short) SOCK_DIAG_BY_FAMILY).putShort((short) flags);
    request.putInt(0).putInt(0);
    request.put((byte) Constants.AF_UNIX).put((byte) 0).putShort((short) 0);
    request.putInt(states).putInt(inode).putInt(UDIAG_SHOW_NAME | UDIAG_SHOW_VFS);
    request.putInt(NO_COOKIE).putInt(NO_COOKIE);
    return Sockets.send(netlink, request.flip(), 0);
  }

  /**
   * Goes to the next socket, reading more of the answer if necessary.
   *
   * @return {@link #SOCKET}, {@link #COMPLETE}, or minus errno
   */
  public int next(Fd netlink) {
    answer.position(end);
    if (answer.remaining() < HEADER) {
      answer.clear();
      int read = Sockets.receive(netlink, answer, 0);
      answer.flip();
      if (read < HEADER) {
        end = answer.limit();
        return read < 0 ? read : COMPLETE;
      }
    }
    int start = answer.position();
    end = Math.min(start + align(answer.getInt(start)), answer.limit());
    return switch (answer.getShort(start + 4)) {
      case NLMSG_DONE ->
          end - start > HEADER ? Math.min(answer.getInt(start + HEADER), COMPLETE) : COMPLETE;
      case NLMSG_ERROR -> answer.getInt(start + HEADER);
      default -> SOCKET;
    };
  }

  private static int align(int length) {
    return (Math.max(length, HEADER) + 3) & ~3;
  }

  /** The current socket's own inode number, as in {@code socket:[20337]} of proc_pid_fd(5). */
  public long inode() {
    return answer.getInt(answer.position() + HEADER + INODE) & 0xffffffffL;
  }

  /** Whether the current socket listens, listen(2). */
  public boolean listens() {
    return answer.get(answer.position() + HEADER + STATE) == Constants.TCP_LISTEN;
  }

  /**
   * The file to which the current socket is bound.
   *
   * @return the device, encoded as {@code MKDEV} of the kernel, in the upper 32 bits, and the lower
   *     half of the inode number in the lower 32 bits; zero if the socket is not bound to a path
   */
  public long place() {
    int at = answer.position() + ANSWER;
    while (at + 4 <= end) {
      int length = answer.getShort(at) & 0xffff;
      if ((answer.getShort(at + 2) & NLA_TYPE_MASK) == UNIX_DIAG_VFS) {
        return ((long) answer.getInt(at + 8) << 32) | (answer.getInt(at + 4) & 0xffffffffL);
      }
      at += (Math.max(length, 4) + 3) & ~3;
    }
    return 0;
  }
}
