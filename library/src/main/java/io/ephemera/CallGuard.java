// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

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
  private @Nullable Runnable last;

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
    Runnable action = null;
    lock.lock();
    try {
      inside--;
      if (inside == 0) {
        empty.signalAll();
        action = last;
        last = null;
      }
    } finally {
      lock.unlock();
    }
    if (action != null) {
      action.run();
    }
  }

  /**
   * Leaves an action to the last call that returns, instead of waiting for it: a virtual thread
   * that waits while it closes a channel of the JDK holds its carrier in Java 21 to 23, and those
   * who have to return need one.
   *
   * @return false if no call is left to return; then the caller acts itself
   */
  boolean leaveToLast(Runnable action) {
    lock.lock();
    try {
      if (inside > 0) {
        last = action;
      }
      return inside > 0;
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
