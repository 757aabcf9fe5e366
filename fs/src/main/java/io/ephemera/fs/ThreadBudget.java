// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Limits;

/**
 * How many threads of this process may share the work of others: as many as there are cores and
 * descriptors for, the threads that have the work included. Walks that run at the same time share
 * them. Thread-safe.
 */
final class ThreadBudget {
  /** More than a few dozen contend for the same locks of the kernel. */
  private static final int MOST = 32;

  /** Descriptors that are left for other uses. */
  private static final int OTHER_DESCRIPTORS = 128;

  private static final int NOT_KNOWN = -1;

  private static int left = NOT_KNOWN;

  private ThreadBudget() {}

  /** Whether one more thread may be started; it has to be given back when it ends. */
  static synchronized boolean take() {
    if (left == NOT_KNOWN) {
      left = countPossible() - 1;
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }

  static synchronized void giveBack() {
    left++;
  }

  private static int countPossible() {
    long each = Frontier.MOST_OPEN + 1;
    long withDescriptors = Math.max(1, (Limits.openFiles() - OTHER_DESCRIPTORS) / each);
    int cores = Runtime.getRuntime().availableProcessors();
    return (int) Math.min(withDescriptors, Math.min(cores, MOST));
  }
}
