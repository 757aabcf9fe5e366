// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A deadline of a blocking call.
 *
 * @param start when the call began, {@link System#nanoTime}
 * @param nanos the time that it has, or a negative number for no deadline
 */
record Deadline(long start, long nanos) {
  /** No deadline. */
  static final Deadline NEVER = new Deadline(0, -1);

  /**
   * A deadline after some time from now.
   *
   * @throws IllegalArgumentException if the time is negative
   */
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime(), nanos(time));
  }

  /** A deadline after some nanoseconds from now; none for zero. */
  static Deadline inNanos(long nanos) {
    return nanos == 0 ? NEVER : new Deadline(System.nanoTime(), nanos);
  }

  /** A time in nanoseconds, at most {@link Long#MAX_VALUE}: 292 years. */
  static long nanos(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("negative timeout: " + time);
    }
    return TimeUnit.NANOSECONDS.convert(time);
  }

  /** Whether there is no deadline. */
  boolean isNever() {
    return nanos < 0;
  }

  /** The nanoseconds that are left: zero once it has passed, negative without a deadline. */
  long left() {
    return nanos < 0 ? nanos : Math.max(0, nanos - (System.nanoTime() - start));
  }
}
