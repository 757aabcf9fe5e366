// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only the test moves. Not thread-safe. */
public final class FakeClock implements InstantSource {
  private Instant now;

  /** A clock that shows this time. */
  public FakeClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** The time in microseconds since 1970. */
  public long micros() {
    return Math.multiplyExact(now.getEpochSecond(), 1_000_000L) + now.getNano() / 1000;
  }

  /** Moves the clock, backwards when negative. */
  public void advance(Duration by) {
    now = now.plus(by);
  }
}
