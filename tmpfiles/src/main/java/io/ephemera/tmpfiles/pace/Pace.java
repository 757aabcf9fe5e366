// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.pace;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How far a run has come, for how long it may go on and how fast.
 *
 * <p>Time counts from when this was made. Whoever looks at an entry tells so ({@link #saw}), which
 * takes as long as the rate asks for, and asks before each whether to go on ({@link #isOver}).
 * Thread-safe; threads count apart, so that none waits for another.
 */
public final class Pace {
  /** No limit of time, no limit of rate. */
  public static final long UNLIMITED = 0;

  private static final long SECOND = 1_000_000_000;

  /** Sleeping for less is not worth it; what was too fast is made up for later. */
  private static final long SHORTEST_SLEEP = SECOND / 1000;

  private static final int COUNTERS = 16;

  private final long start = System.nanoTime();
  private final long limit;
  private final long rate;
  private final Counter[] counters = new Counter[COUNTERS];
  private volatile boolean stopped;

  /** What threads have told whose numbers are alike. */
  private static final class Counter {
    final AtomicLong seen = new AtomicLong();
    final AtomicLong removed = new AtomicLong();
    final AtomicLong freed = new AtomicLong();
  }

  private Pace(long limit, long rate) {
    this.limit = limit;
    this.rate = rate;
    for (int i = 0; i < COUNTERS; i++) {
      counters[i] = new Counter();
    }
  }

  /** As long and as fast as it takes. */
  public static Pace free() {
    return new Pace(UNLIMITED, UNLIMITED);
  }

  /**
   * A run with limits.
   *
   * @param micros after how many microseconds nothing more is begun, or {@link #UNLIMITED}
   * @param rate how many entries are looked at in a second, or {@link #UNLIMITED}
   */
  public static Pace of(long micros, long rate) {
    return new Pace(Math.min(micros, Long.MAX_VALUE / 1000) * 1000, rate);
  }

  /**
   * Whether the time is over and nothing more is to be begun. Who hears that it is, leaves
   * something undone.
   */
  public boolean isOver() {
    if (limit != UNLIMITED && elapsed() >= limit) {
      stopped = true;
    }
    return stopped;
  }

  private Counter mine() {
    return counters[(int) Thread.currentThread().threadId() & (COUNTERS - 1)];
  }

  /** Tells of an entry that is looked at; returns when it may be. */
  public void saw() {
    long _ = mine().seen.incrementAndGet();
    if (rate != UNLIMITED) {
      keepBack(count().seen());
    }
  }

  private void keepBack(long all) {
    long due = (long) ((double) all / rate * SECOND);
    long most = limit == UNLIMITED ? due : Math.min(due, limit);
    long ahead = most - elapsed();
    while (ahead > SHORTEST_SLEEP && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(ahead);
      ahead = most - elapsed();
    }
  }

  /**
   * Tells of an entry that was removed, or would be in a dry run.
   *
   * @param bytes what it occupied
   */
  public void removed(long bytes) {
    Counter counter = mine();
    long _ = counter.removed.incrementAndGet();
    long _ = counter.freed.addAndGet(bytes);
  }

  private long elapsed() {
    return System.nanoTime() - start;
  }

  /** How far the run has come by now. */
  public Count count() {
    long seen = 0;
    long removed = 0;
    long freed = 0;
    for (Counter counter : counters) {
      seen += counter.seen.get();
      removed += counter.removed.get();
      freed += counter.freed.get();
    }
    long left = limit == UNLIMITED ? UNLIMITED : Math.max(0, limit - elapsed());
    return new Count(seen, removed, freed, elapsed(), left, stopped);
  }

  /**
   * How far a run has come.
   *
   * @param seen entries that were looked at while cleaning and removing
   * @param removed those of them that were removed, or would be in a dry run
   * @param freed the bytes that these occupied; a file with other names counts as none
   * @param nanos how long it took
   * @param nanosLeft how long it may still take, or {@link #UNLIMITED}
   * @param stopped whether the time was over before everything was done
   */
  public record Count(
      long seen, long removed, long freed, long nanos, long nanosLeft, boolean stopped) {}
}
