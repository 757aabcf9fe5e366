// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

/**
 * Counts who is in a call on a descriptor, so that nobody closes it under them: its number could
 * mean another file before they return. Thread-safe.
 */
final class CallGuard {
  private int inside;
  private boolean shut;

  /** Whether the caller may make its call; if so, it says {@link #leave} afterwards. */
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

  /** Lets nobody in any more. */
  synchronized void shut() {
    shut = true;
  }

  /** Waits until nobody is inside; who shut it has made those return who were. */
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
