// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.util.ArrayList;
import java.util.List;

/**
 * The threads of a {@link TreeWalk} besides the first one. Guarded by the {@link Frontier}.
 *
 * <p>Starting a thread takes a tenth of a millisecond and loads a dozen classes, so a small tree is
 * walked without.
 */
final class WorkerThreads {
  /** About two milliseconds of work. */
  private static final int WORTH_A_THREAD = 2000;

  /** The number is limited by the {@link ThreadBudget} alone. */
  private static final int WITHIN_BUDGET = Integer.MAX_VALUE;

  private final int worth;
  private final List<Thread> threads = new ArrayList<>();
  private int workers;

  /**
   * Threads for one walk.
   *
   * @param worth how many entries must have been seen before another thread is started
   * @param workers how many workers there may be, the first thread included
   */
  WorkerThreads(int worth, int workers) {
    this.worth = worth;
    this.workers = workers;
  }

  /** No other threads than the first. */
  static WorkerThreads none() {
    return new WorkerThreads(0, 1);
  }

  /** As many threads as there are cores and descriptors for, once the tree is large enough. */
  static WorkerThreads onAllCores() {
    return new WorkerThreads(WORTH_A_THREAD, WITHIN_BUDGET);
  }

  /**
   * Whether another worker should start.
   *
   * @param working how many workers there are
   * @param seen how many entries were seen
   */
  boolean wantMore(int working, int seen) {
    return seen >= worth && working < workers;
  }

  /**
   * Starts another worker.
   *
   * @return false if the system gives no more threads: then the others do its work
   */
  boolean start(Frontier frontier) {
    boolean budgeted = workers == WITHIN_BUDGET;
    if (budgeted && !ThreadBudget.take()) {
      return false;
    }
    Thread thread = new Thread(() -> work(frontier, budgeted), "walk");
    thread.setDaemon(true);
    try {
      thread.start();
      threads.add(thread);
      return true;
    } catch (OutOfMemoryError e) { // so Java reports that there are no more threads
      workers = 1;
      if (budgeted) {
        ThreadBudget.giveBack();
      }
      return false;
    }
  }

  private static void work(Frontier frontier, boolean budgeted) {
    try {
      new Worker(frontier).run();
    } finally {
      if (budgeted) {
        ThreadBudget.giveBack();
      }
    }
  }

  /** Waits until the threads have ended; their work is done already. */
  void join() {
    StartedThreads.join(threads);
  }
}
