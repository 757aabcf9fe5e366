// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Limits;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads that help the first one with a {@link TreeWalk}. Guarded by the {@link Frontier}.
 *
 * <p>A thread takes a tenth of a millisecond to start and a dozen classes, so that small trees have
 * none.
 */
final class WorkerThreads {
  /** About two milliseconds of work. */
  private static final int WORTH_A_THREAD = 2000;

  /** More than a few dozen fight for the same locks of the kernel. */
  private static final int MOST_WORKERS = 32;

  /** Descriptors that are not for the walk. */
  private static final int OTHER_DESCRIPTORS = 128;

  private static final int NOT_KNOWN = 0;

  private final int worth;
  private final List<Thread> threads = new ArrayList<>();
  private int workers;

  private WorkerThreads(int worth, int workers) {
    this.worth = worth;
    this.workers = workers;
  }

  /** No help: the first thread is alone. */
  static WorkerThreads none() {
    return new WorkerThreads(0, 1);
  }

  /** As many as there are cores and descriptors for, when it is worth the while. */
  static WorkerThreads onAllCores() {
    return new WorkerThreads(WORTH_A_THREAD, NOT_KNOWN);
  }

  /** So many with the first one, from the beginning. */
  static WorkerThreads always(int workers) {
    return new WorkerThreads(0, workers);
  }

  /**
   * Whether one more is wanted.
   *
   * @param working how many work
   * @param seen how many entries were seen
   */
  boolean areWanted(int working, int seen) {
    if (seen < worth) {
      return false;
    }
    if (workers == NOT_KNOWN) {
      workers = possible();
    }
    return working < workers;
  }

  private static int possible() {
    long each = Frontier.MOST_OPEN + 1;
    long withDescriptors = Math.max(1, (Limits.openFiles() - OTHER_DESCRIPTORS) / each);
    int cores = Runtime.getRuntime().availableProcessors();
    return (int) Math.min(withDescriptors, Math.min(cores, MOST_WORKERS));
  }

  /**
   * Starts one.
   *
   * @return false when there is none to be had: then the others do its work
   */
  boolean start(Frontier frontier) {
    Thread thread = new Thread(new Worker(frontier), "walk");
    thread.setDaemon(true);
    try {
      thread.start();
      threads.add(thread);
      return true;
    } catch (OutOfMemoryError e) { // the kernel gives no more threads
      workers = 1;
      return false;
    }
  }

  /** Waits until the threads are gone; their work is done already. */
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
