// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The current time on the clocks that schedules use.
 *
 * @param realtime microseconds since the epoch
 * @param monotonic microseconds on CLOCK_MONOTONIC, clock_gettime(2)
 * @param zone the time zone of the host
 */
record Now(long realtime, long monotonic, ZoneId zone) {
  private static final BytePath LOCAL_TIME = BytePath.of("/etc/localtime");
  private static final String ZONES = "/zoneinfo/";

  /** {@link System#nanoTime} is CLOCK_MONOTONIC, {@code os::javaTimeNanos} of OpenJDK on Linux. */
  static Now read(Root root) {
    return new Now(
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
        System.nanoTime() / 1000,
        zone(root));
  }

  /**
   * The zone of localtime(5), in which cron and systemd are whatever the caller's {@code TZ} says.
   */
  private static ZoneId zone(Root root) {
    try (Inode link = root.findIfExists(LOCAL_TIME)) {
      String text = link == null || !link.stat().isSymlink() ? "" : link.linkText().latin1();
      int zones = text.indexOf(ZONES);
      return zones < 0 ? ZoneId.systemDefault() : ZoneId.of(text.substring(zones + ZONES.length()));
    } catch (IOException | DateTimeException e) {
      return ZoneId.systemDefault();
    }
  }

  ZonedDateTime time() {
    return Instant.EPOCH.plus(realtime, ChronoUnit.MICROS).atZone(zone);
  }
}
