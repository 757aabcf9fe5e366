// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the threads in a call on a descriptor, so that it is not closed before they return: its
 * number could belong to another file by then. Thread-safe; not with a monitor, in which Java 21
 * would hold the carrier of a virtual thread that waits.
 */
final class CallGuard {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition empty = lock.newCondition();
  private int inside;
  private boolean shut;

  /** Enters a call: false if the guard is shut, otherwise the caller must {@link #leave}. */
  boolean enter() {
    lock.lock();
    try {
      if (!shut) {
        inside++;
      }
      return !shut;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      if (inside == 0) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Refuses all further calls. */
  void shut() {
    lock.lock();
    try {
      shut = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the last call has returned; the caller has made sure that they all do. */
  void awaitEmpty() {
    lock.lock();
    try {
      while (inside > 0) {
        empty.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
