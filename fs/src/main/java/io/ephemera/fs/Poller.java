// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Epoll;
import io.ephemera.linux.Fd;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for all parked virtual threads which sockets are ready: one epoll(7) instance and one
 * daemon thread, which the first wait starts.
 *
 * <p>A socket is registered for one event at a time (EPOLLONESHOT) and under a number that is never
 * used again: an event that was on its way when the socket was closed finds no one, even if the
 * descriptor belongs to another file by then. Thread-safe.
 */
final class Poller {
  private static final int EVENTS_AT_ONCE = 256;
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static @Nullable Poller running;

  private final Fd epoll;
  private final ConcurrentHashMap<Long, ParkedThreads> sockets = new ConcurrentHashMap<>();

  private Poller(Fd epoll) {
    this.epoll = epoll;
  }

  /** The one of this process, which is never closed. */
  static synchronized Poller running() throws SystemCallException {
    Poller poller = running;
    if (poller == null) {
      poller = new Poller(new Fd(check(Epoll.create(), SystemCall.POLL)));
      Thread.ofPlatform()
          .daemon()
          .name("ephemera-poller")
          .inheritInheritableThreadLocals(false)
          .start(poller::run);
      running = poller;
    }
    return poller;
  }

  /** A new number, by which a socket can be registered. */
  static long nextNumber() {
    return NUMBERS.incrementAndGet();
  }

  /** Registers a socket for the next of some events. */
  void add(long number, Fd socket, int events, ParkedThreads threads) throws SystemCallException {
    sockets.put(number, threads);
    try {
      control(Constants.EPOLL_CTL_ADD, socket, events, number);
    } catch (SystemCallException e) {
      sockets.remove(number);
      throw e;
    }
  }

  /** Registers a socket, which was added before, for the next of some events. */
  void renew(long number, Fd socket, int events) throws SystemCallException {
    control(Constants.EPOLL_CTL_MOD, socket, events, number);
  }

  private void control(int operation, Fd socket, int events, long number)
      throws SystemCallException {
    int once = events | Constants.EPOLLONESHOT;
    check(Epoll.control(epoll, operation, socket, once, number), SystemCall.POLL);
  }

  /** Forgets a socket: closing its descriptor does not, if another process holds it, too. */
  void remove(long number, Fd socket) {
    sockets.remove(number);
    Epoll.control(epoll, Constants.EPOLL_CTL_DEL, socket, 0, number);
  }

  private void run() {
    int[] events = new int[EVENTS_AT_ONCE];
    long[] numbers = new long[EVENTS_AT_ONCE];
    while (true) {
      int ready = Epoll.await(epoll, events, numbers, -1);
      for (int i = 0; i < ready; i++) {
        ParkedThreads threads = sockets.get(numbers[i]);
        if (threads != null) {
          threads.wake(events[i]);
        }
      }
    }
  }
}
