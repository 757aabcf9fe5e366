// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads that are parked until one socket is ready. They hold no carrier meanwhile.
 * Thread-safe.
 */
final class ParkedThreads {
  private static final int READY = Constants.POLLIN | Constants.POLLOUT;

  private static final class Parked {
    final Thread thread = Thread.currentThread();
    final int events;
    volatile boolean woken;

    Parked(int events) {
      this.events = events;
    }

    void wake() {
      woken = true;
      LockSupport.unpark(thread);
    }
  }

  private final Fd socket;
  private final List<Parked> parked = new ArrayList<>(1);
  private @Nullable Poller poller;
  private long number;
  private boolean ended;

  ParkedThreads(Fd socket) {
    this.socket = socket;
  }

  /**
   * Parks the current thread until one of the events, an error or a hang-up occurs, or {@link #end}
   * is called. All threads that are parked for the same event wake together.
   *
   * @param nanos how long, or a negative number for no limit
   * @return false if the time is over first
   */
  @SuppressWarnings("ThreadPriorityCheck") // yielding only lets the interrupting thread run first
  boolean await(int events, long nanos) throws SystemCallException {
    Parked self = new Parked(events);
    if (!enter(self)) {
      return true;
    }
    long start = System.nanoTime();
    boolean inTime = true;
    while (!self.woken && inTime) {
      if (Thread.currentThread().isInterrupted()) {
        Thread.yield(); // it cannot park; what interrupted it closes the socket
      } else if (nanos < 0) {
        LockSupport.park(this);
      } else {
        LockSupport.parkNanos(this, nanos - (System.nanoTime() - start));
      }
      inTime = nanos < 0 || System.nanoTime() - start < nanos;
    }
    return self.woken || !leave(self);
  }

  /** Returns false if waiting has ended. */
  private synchronized boolean enter(Parked self) throws SystemCallException {
    if (ended) {
      return false;
    }
    parked.add(self);
    try {
      register();
      return true;
    } catch (SystemCallException e) {
      parked.remove(self);
      throw e;
    }
  }

  private void register() throws SystemCallException {
    int events = 0;
    for (Parked each : parked) {
      events |= each.events;
    }
    Poller known = poller;
    if (known != null) {
      known.renew(number, socket, events);
    } else {
      known = Poller.running();
      number = Poller.nextNumber();
      known.add(number, socket, events, this);
      poller = known;
    }
  }

  /** Returns false if it was woken meanwhile. */
  private synchronized boolean leave(Parked self) {
    return parked.remove(self);
  }

  /** Wakes the threads that wait for some of these events: all of them for an error or hang-up. */
  synchronized void wake(int events) {
    boolean failed = (events & ~READY) != 0;
    for (Iterator<Parked> each = parked.iterator(); each.hasNext(); ) {
      Parked next = each.next();
      if (failed || (next.events & events) != 0) {
        each.remove();
        next.wake();
      }
    }
    if (!parked.isEmpty()) {
      try {
        register();
      } catch (SystemCallException e) {
        wake(~READY); // each registers again, and reports what it gets
      }
    }
  }

  /** Wakes all threads; later ones do not wait. To be called before the descriptor is closed. */
  synchronized void end() {
    ended = true;
    Poller known = poller;
    if (known != null) {
      poller = null;
      known.remove(number, socket);
    }
    for (Parked each : parked) {
      each.wake();
    }
    parked.clear();
  }
}
