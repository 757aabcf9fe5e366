// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Epoll;
import io.ephemera.linux.Fd;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for all parked virtual threads which sockets are ready, with epoll(7).
 *
 * <p>A daemon thread waits, and then lets a virtual thread look: as long as that finds anything, it
 * looks again after the threads that it woke, on the same carrier, and no other thread has to be
 * scheduled. The first wait starts both.
 *
 * <p>A socket is registered for one event at a time (EPOLLONESHOT) and under a number that is never
 * used again: an event that was on its way when the socket was closed finds no thread, even if the
 * descriptor belongs to another file by then. Thread-safe.
 */
final class Poller {
  private static final int EVENTS_AT_ONCE = 256;
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static @Nullable Poller running;

  private final Fd epoll;

  /** Only contains the other one, for which the daemon thread waits. */
  private final Fd outer;

  private final ConcurrentHashMap<Long, ParkedThreads> sockets = new ConcurrentHashMap<>();
  private final Thread delivering =
      Thread.ofVirtual()
          .name("ephemera-delivery")
          .inheritInheritableThreadLocals(false)
          .unstarted(this::deliver);
  private volatile boolean somethingIsReady;

  private Poller(Fd epoll, Fd outer) {
    this.epoll = epoll;
    this.outer = outer;
  }

  /** The one of this process, which is never closed. */
  static synchronized Poller running() throws SystemCallException {
    Poller poller = running;
    if (poller == null) {
      poller = start();
      running = poller;
    }
    return poller;
  }

  private static Poller start() throws SystemCallException {
    Fd epoll = new Fd(check(Epoll.create(), SystemCall.POLL));
    int created = Epoll.create();
    Fd outer = new Fd(created);
    int added = created < 0 ? created : Epoll.control(outer, Constants.EPOLL_CTL_ADD, epoll, 0, 0);
    if (added < 0) {
      outer.close();
      epoll.close();
      check(added, SystemCall.POLL);
    }
    Poller poller = new Poller(epoll, outer);
    Thread.ofPlatform()
        .daemon()
        .name("ephemera-poller")
        .inheritInheritableThreadLocals(false)
        .start(poller::watch);
    poller.delivering.start();
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

  private void watch() {
    int[] events = new int[1];
    long[] numbers = new long[1];
    while (true) {
      if (Epoll.await(outer, events, numbers, -1) > 0) {
        somethingIsReady = true;
        LockSupport.unpark(delivering);
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // without yielding it would look too early, and rest
  private void deliver() {
    int[] events = new int[EVENTS_AT_ONCE];
    long[] numbers = new long[EVENTS_AT_ONCE];
    while (true) {
      int ready = Epoll.await(epoll, events, numbers, 0);
      for (int i = 0; i < ready; i++) {
        ParkedThreads threads = sockets.get(numbers[i]);
        if (threads != null) {
          threads.wake(events[i]);
        }
      }
      if (ready > 0) {
        Thread.yield();
      } else {
        rest();
      }
    }
  }

  private void rest() {
    somethingIsReady = false;
    Epoll.control(
        outer, Constants.EPOLL_CTL_MOD, epoll, Constants.POLLIN | Constants.EPOLLONESHOT, 0);
    while (!somethingIsReady) {
      LockSupport.park(this);
    }
  }
}
