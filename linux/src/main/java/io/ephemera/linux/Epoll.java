// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;

/**
 * Waiting for many descriptors at once, epoll(7). Each call returns the kernel's result, or minus
 * errno. Thread-safe.
 */
public final class Epoll {
  /** struct epoll_event: packed on x86_64 alone, include/uapi/linux/eventpoll.h. */
  private static final int SIZE = Abi.X86_64 ? 12 : 16;

  private static final int DATA = SIZE - Long.BYTES;

  private Epoll() {}

  /** epoll_create1(2), always with EPOLL_CLOEXEC. */
  public static int create() {
    return (int) Native.call(Abi.EPOLL_CREATE1, Constants.O_CLOEXEC);
  }

  /**
   * epoll_ctl(2).
   *
   * @param operation EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL
   * @param events what to wait for: EPOLLIN, EPOLLOUT, EPOLLONESHOT
   * @param data a number that {@link #await} returns with the events
   */
  public static int control(Fd epoll, int operation, Fd fd, int events, long data) {
    Scratch s = Scratch.mine();
    s.memory.putInt(Scratch.STRUCT, events);
    s.memory.putLong(Scratch.STRUCT + DATA, data);
    return (int)
        Native.call(Abi.EPOLL_CTL, epoll.number(), operation, fd.number(), s.at(Scratch.STRUCT));
  }

  /**
   * epoll_pwait(2): the number of descriptors that are ready.
   *
   * @param events receives the events of each, and limits how many are returned
   * @param data receives the number of each, as long as {@code events}
   * @param millis how long to wait, or a negative number for no limit
   */
  public static int await(Fd epoll, int[] events, long[] data, int millis) {
    Scratch s = Scratch.mine();
    int most = Math.min(events.length, s.dataSize / SIZE);
    long into = s.at(Scratch.DATA);
    int ready = (int) Native.call(Abi.EPOLL_PWAIT, epoll.number(), into, most, millis, 0);
    for (int i = 0; i < ready; i++) {
      events[i] = s.memory.getInt(Scratch.DATA + i * SIZE);
      data[i] = s.memory.getLong(Scratch.DATA + i * SIZE + DATA);
    }
    return ready;
  }
}
