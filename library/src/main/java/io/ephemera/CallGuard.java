// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

/**
 * Counts the threads in a call on a descriptor, so that it is not closed before they return: its
 * number could belong to another file by then. Thread-safe.
 */
final class CallGuard {
  private int inside;
  private boolean shut;

  /** Enters a call: false if the guard is shut, otherwise the caller must {@link #leave}. */
  synchronized boolean enter() {
    if (!shut) {
      inside++;
    }
    return !shut;
  }

  synchronized void leave() {
    inside--;
    if (inside == 0) {
      notifyAll();
    }
  }

  /** Refuses all further calls. */
  synchronized void shut() {
    shut = true;
  }

  /** Waits until the last call has returned; the caller has made sure that they all do. */
  synchronized void awaitEmpty() {
    boolean interrupted = false;
    while (inside > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
