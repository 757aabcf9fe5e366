// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.pace;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The counts of a run while it cleans up and removes.
 *
 * <p>Thread-safe; each thread has a counter of its own, so that none waits for another.
 */
public final class Progress {
  private static final int COUNTERS = 16;

  private final Throttle throttle;
  private final boolean countsFreed;
  private final Counter[] counters = new Counter[COUNTERS];

  /** The counts of the threads whose numbers are equal modulo {@link #COUNTERS}. */
  private static final class Counter {
    final AtomicLong seen = new AtomicLong();
    final AtomicLong removed = new AtomicLong();
    final AtomicLong freed = new AtomicLong();
  }

  /** The progress of a run within limits. */
  public Progress(Throttle throttle) {
    this(throttle, true);
  }

  private Progress(Throttle throttle, boolean countsFreed) {
    this.throttle = throttle;
    this.countsFreed = countsFreed;
    for (int i = 0; i < COUNTERS; i++) {
      counters[i] = new Counter();
    }
  }

  /** The progress of a run whose freed bytes are not shown: those are not all counted. */
  public static Progress withoutFreed(Throttle throttle) {
    return new Progress(throttle, false);
  }

  /** Whether freed bytes are shown, so that every entry must be looked at before it is removed. */
  public boolean countsFreed() {
    return countsFreed;
  }

  /** The limits of the run. */
  public Throttle throttle() {
    return throttle;
  }

  private Counter mine() {
    return counters[(int) Thread.currentThread().threadId() & (COUNTERS - 1)];
  }

  /** Counts an entry that is about to be examined, and waits until the rate allows it. */
  public void addSeen() {
    long _ = mine().seen.incrementAndGet();
    if (throttle.limitsRate()) {
      throttle.waitFor(snapshot().seen());
    }
  }

  /**
   * Counts an entry that was removed, or would be in a dry run.
   *
   * @param bytes the space that it occupied
   */
  public void addRemoved(long bytes) {
    Counter counter = mine();
    long _ = counter.removed.incrementAndGet();
    long _ = counter.freed.addAndGet(bytes);
  }

  /** The counts at this moment. */
  public Snapshot snapshot() {
    long seen = 0;
    long removed = 0;
    long freed = 0;
    for (Counter counter : counters) {
      seen += counter.seen.get();
      removed += counter.removed.get();
      freed += counter.freed.get();
    }
    return new Snapshot(
        seen, removed, freed, throttle.elapsedNanos(), throttle.leftNanos(), throttle.isStopped());
  }

  /**
   * The progress at one moment.
   *
   * @param seen the entries that were examined
   * @param removed those of them that were removed, or would be in a dry run
   * @param freed the bytes that these occupied; a file with other names counts as 0
   * @param nanos the time since the start
   * @param nanosLeft the time left, or {@link Throttle#UNLIMITED}
   * @param stopped whether the time was up before everything was done
   */
  public record Snapshot(
      long seen, long removed, long freed, long nanos, long nanosLeft, boolean stopped) {}
}
