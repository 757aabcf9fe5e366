// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.pace;

import java.util.concurrent.locks.LockSupport;

/**
 * The limits of a run in time and rate. The time starts with the creation of this object.
 *
 * <p>Thread-safe.
 */
public final class Throttle {
  /** The value of a limit that is not set. */
  public static final long UNLIMITED = 0;

  private static final long SECOND = 1_000_000_000;

  /** A shorter sleep is not worth it; the next one makes up for it. */
  private static final long SHORTEST_SLEEP = SECOND / 1000;

  private final long start = System.nanoTime();
  private final long limit;
  private final long rate;
  private volatile boolean stopped;

  private Throttle(long limit, long rate) {
    this.limit = limit;
    this.rate = rate;
  }

  /** A run without limits. */
  public static Throttle unlimited() {
    return new Throttle(UNLIMITED, UNLIMITED);
  }

  /**
   * A run with limits.
   *
   * @param micros the microseconds after which nothing new is started, or {@link #UNLIMITED}
   * @param rate the entries to examine per second, or {@link #UNLIMITED}
   */
  public static Throttle of(long micros, long rate) {
    return new Throttle(Math.min(micros, Long.MAX_VALUE / 1000) * 1000, rate);
  }

  /**
   * Stops the run if its time is up: the caller must not start anything new then, and leaves
   * something undone.
   *
   * @return whether the run is stopped
   */
  public boolean stopIfTimeIsUp() {
    if (limit != UNLIMITED && elapsedNanos() >= limit) {
      stopped = true;
    }
    return stopped;
  }

  /** Whether the run was stopped before everything was done. */
  public boolean isStopped() {
    return stopped;
  }

  boolean limitsRate() {
    return rate != UNLIMITED;
  }

  /** Waits until the rate allows this many entries since the start, or the time is up. */
  void waitFor(long entries) {
    long due = (long) ((double) entries / rate * SECOND);
    long latest = limit == UNLIMITED ? due : Math.min(due, limit);
    long ahead = latest - elapsedNanos();
    while (ahead > SHORTEST_SLEEP && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(ahead);
      ahead = latest - elapsedNanos();
    }
  }

  long elapsedNanos() {
    return System.nanoTime() - start;
  }

  /** The time left in nanoseconds, or {@link #UNLIMITED}. */
  long leftNanos() {
    return limit == UNLIMITED ? UNLIMITED : Math.max(0, limit - elapsedNanos());
  }
}
