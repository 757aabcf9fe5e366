// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import io.ephemera.fs.Stat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and spans in words. */
final class Times {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

  private Times() {}

  /** A time in microseconds since 1970: {@code Tue 2026-12-01 03:12}. */
  static String at(long micros) {
    if (micros == Stat.NO_TIME) {
      return "not kept";
    }
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return FORM.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** The same in the form of ISO 8601, in UTC. */
  static String iso(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /** A span in microseconds, in its largest unit: {@code 3 days}. */
  static String span(long micros) {
    if (micros >= DAY) {
      return count(micros / DAY, "day");
    }
    if (micros >= HOUR) {
      return count(micros / HOUR, "hour");
    }
    return micros >= MINUTE ? count(micros / MINUTE, "minute") : count(micros / SECOND, "second");
  }

  /** How far a time is from now: {@code in 3 days}, {@code 2 hours ago}. */
  static String relative(long micros, long now) {
    return micros >= now ? "in " + span(micros - now) : span(now - micros) + " ago";
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
