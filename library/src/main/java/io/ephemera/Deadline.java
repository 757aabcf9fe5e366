// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Until when a call may wait.
 *
 * @param nanos the time it has, or a negative number when it has all the time in the world
 */
record Deadline(long start, long nanos) {
  /** Never over. */
  static final Deadline NEVER = new Deadline(0, -1);

  /**
   * So long from now.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime(), nanos(time));
  }

  /** So many nanoseconds from now; zero stands for never. */
  static Deadline inNanos(long nanos) {
    return nanos == 0 ? NEVER : new Deadline(System.nanoTime(), nanos);
  }

  /** A time in nanoseconds; 292 years and more are all one. */
  static long nanos(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a time to wait is not negative: " + time);
    }
    return TimeUnit.NANOSECONDS.convert(time);
  }

  /** What is left in nanoseconds: zero when it is over, a negative number when it never is. */
  long left() {
    return nanos < 0 ? nanos : Math.max(0, nanos - (System.nanoTime() - start));
  }
}
