// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass over many processes with two threads. A look at a process that makes no progress, for a
 * file system of it waits for a server, is left behind: its result is missing, and another thread
 * goes on.
 *
 * @param <R> what a look finds
 */
public final class ProcessPass<R> {
  /** A look that takes this long without progress will not end soon. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int THREADS = 2;

  /** Each of them keeps its memory until the kernel answers. */
  private static final int MOST_LEFT_BEHIND = 8;

  /** How often progress is compared within the patience. */
  private static final int CHECKS = 5;

  /** How one process is looked at; an object is used by one thread, and may keep buffers. */
  public interface Look<R> {
    /**
     * Looks at a process.
     *
     * @param progress to be told of each step
     */
    R at(int pid, Progress progress);
  }

  /** Where a look reports that it goes on. */
  public static final class Progress {
    private volatile long steps;

    /** Another step is done. By one thread only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    public void step() {
      steps++;
    }
  }

  private final int[] pids;
  private final Supplier<Look<R>> looks;
  private final long patience;
  private final List<@Nullable R> results;
  private final List<Worker> working = new ArrayList<>();
  private int next;
  private int leftBehind;
  private @Nullable Throwable failure;

  private ProcessPass(int[] pids, Supplier<Look<R>> looks, Duration patience) {
    this.pids = pids;
    this.looks = looks;
    this.patience = patience.toNanos();
    this.results = new ArrayList<@Nullable R>(pids.length);
    for (int i = 0; i < pids.length; i++) {
      results.add(null);
    }
  }

  /**
   * Looks at all processes.
   *
   * @param looks makes the look of each thread
   * @return the results in the order of the processes; null for one that did not answer in time
   * @throws IllegalStateException if the calling thread is interrupted
   */
  public static <R> List<@Nullable R> over(int[] pids, Supplier<Look<R>> looks, Duration patience) {
    return new ProcessPass<>(pids, looks, patience).run();
  }

  private synchronized List<@Nullable R> run() {
    for (int i = 0; i < Math.min(THREADS, pids.length); i++) {
      start();
    }
    try {
      while (!working.isEmpty()) {
        wait(Math.max(patience / CHECKS / 1_000_000, 1));
        leaveBehind(System.nanoTime());
      }
      if (failure != null) {
        throw new IllegalStateException("a look at a process failed", failure);
      }
      return new ArrayList<@Nullable R>(results);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at processes", e);
    }
  }

  private void start() {
    Worker worker = new Worker();
    working.add(worker);
    Thread thread = new Thread(worker, "processes");
    thread.setDaemon(true);
    thread.start();
  }

  private void leaveBehind(long now) {
    for (Worker worker : List.copyOf(working)) {
      if (worker.isStuck(now)) {
        working.remove(worker);
        leftBehind++;
        if (leftBehind <= MOST_LEFT_BEHIND) {
          start();
        }
      }
    }
  }

  /** The index of the next process for a worker; -1 if there is none, or it was left behind. */
  private synchronized int next(Worker worker) {
    if (!working.contains(worker) || next == pids.length) {
      return -1;
    }
    return next++;
  }

  private synchronized void finish(Worker worker, int index, R result) {
    if (working.contains(worker)) {
      results.set(index, result);
    }
  }

  private synchronized void end(Worker worker, @Nullable Throwable reason) {
    failure = failure == null ? reason : failure;
    working.remove(worker);
    notifyAll();
  }

  /** One thread. */
  private final class Worker implements Runnable {
    private final Progress progress = new Progress();
    private long seenSteps = -1;
    private long seenAt;

    @Override
    public void run() {
      try {
        Look<R> look = looks.get();
        for (int index = next(this); index >= 0; index = next(this)) {
          finish(this, index, look.at(pids[index], progress));
          progress.step();
        }
        end(this, null);
      } catch (RuntimeException | Error e) {
        end(this, e);
      }
    }

    private boolean isStuck(long now) {
      long steps = progress.steps;
      if (steps != seenSteps) {
        seenSteps = steps;
        seenAt = now;
      }
      return now - seenAt > patience;
    }
  }
}
