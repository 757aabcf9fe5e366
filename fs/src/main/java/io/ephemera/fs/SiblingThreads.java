// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share the siblings of a pattern with the first thread, which starts them, so
 * that they see the same mounts, and waits until they have ended.
 */
final class SiblingThreads {
  /**
   * As long as this, the first thread works alone. Starting a thread takes a tenth of a
   * millisecond, but on two cores the compiler of a new virtual machine needs the second one first.
   */
  static final long WORTH_A_THREAD = 20_000_000;

  private final Part part;
  private final long worth;
  private final long began = System.nanoTime();
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Throwable failure;

  /** What each of them does: works until nothing is left. */
  interface Part {
    void run() throws IOException;
  }

  /**
   * Threads for one pattern.
   *
   * @param worth how long the first thread works alone, in nanoseconds
   */
  SiblingThreads(Part part, long worth) {
    this.part = part;
    this.worth = worth;
  }

  /** Starts one more, if the work takes long and the {@link ThreadBudget} allows it. */
  void startIfWorthwhile() {
    if (System.nanoTime() - began < worth || !ThreadBudget.take()) {
      return;
    }
    Thread thread = new Thread(this::work, "siblings");
    thread.setDaemon(true);
    try {
      thread.start();
      threads.add(thread);
    } catch (OutOfMemoryError e) { // so Java reports that there are no more threads
      ThreadBudget.giveBack();
    }
  }

  private void work() {
    try {
      part.run();
    } catch (Throwable reason) { // reported by the first thread
      failure = reason;
    } finally {
      ThreadBudget.giveBack();
    }
  }

  /** Waits until all have ended, and fails if one of them did. */
  void join() throws IOException {
    StartedThreads.join(threads);
    StartedThreads.rethrow(failure);
  }
}
