// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Limits;
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

  /** More than a few dozen contend for the same locks of the kernel. */
  private static final int MOST_WORKERS = 32;

  /** Descriptors that are left for other uses. */
  private static final int OTHER_DESCRIPTORS = 128;

  private static final int NOT_KNOWN = 0;

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
    return new WorkerThreads(WORTH_A_THREAD, NOT_KNOWN);
  }

  /**
   * Whether another worker should start.
   *
   * @param working how many workers there are
   * @param seen how many entries were seen
   */
  boolean wantMore(int working, int seen) {
    if (seen < worth) {
      return false;
    }
    if (workers == NOT_KNOWN) {
      workers = countPossible();
    }
    return working < workers;
  }

  private static int countPossible() {
    long each = Frontier.MOST_OPEN + 1;
    long withDescriptors = Math.max(1, (Limits.openFiles() - OTHER_DESCRIPTORS) / each);
    int cores = Runtime.getRuntime().availableProcessors();
    return (int) Math.min(withDescriptors, Math.min(cores, MOST_WORKERS));
  }

  /**
   * Starts another worker.
   *
   * @return false if the system gives no more threads: then the others do its work
   */
  boolean start(Frontier frontier) {
    Thread thread = new Thread(new Worker(frontier), "walk");
    thread.setDaemon(true);
    try {
      thread.start();
      threads.add(thread);
      return true;
    } catch (OutOfMemoryError e) { // so Java reports that there are no more threads
      workers = 1;
      return false;
    }
  }

  /** Waits until the threads have ended; their work is done already. */
  void join() {
    boolean interrupted = false;
    for (int i = 0; i < threads.size(); ) {
      try {
        threads.get(i).join();
        i++;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
