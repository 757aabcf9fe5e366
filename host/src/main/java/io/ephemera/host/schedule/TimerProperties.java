// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import io.ephemera.tmpfiles.language.TimeSpan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What {@code systemctl show} prints of one timer: {@code bus_print_property_value} of systemd
 * prints {@code NextElapseUSecMonotonic} as a time span, and the others as timestamps.
 */
final class TimerProperties {
  /** The names to ask for. */
  static final String[] NAMES = {
    "Id",
    "LoadState",
    "ActiveState",
    "NextElapseUSecRealtime",
    "NextElapseUSecMonotonic",
    "LastTriggerUSec"
  };

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSSSSS]", Locale.ROOT);

  private final Map<String, String> values = new HashMap<>();
  private final Now now;

  private TimerProperties(Now now) {
    this.now = now;
  }

  /** The properties of each timer, by its name. */
  static Map<String, TimerProperties> parse(String said, Now now) {
    Map<String, TimerProperties> timers = new HashMap<>();
    for (String block : said.split("\n\n", -1)) {
      TimerProperties timer = new TimerProperties(now);
      for (String line : block.split("\n", -1)) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          timer.values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
      timers.put(timer.value("Id"), timer);
    }
    return timers;
  }

  private String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** When it elapses next. */
  NextRun next(String timer) {
    if (!value("ActiveState").equals("active")) {
      String state = value("ActiveState");
      return state.isEmpty()
          ? new NextRun.Unknown("systemctl does not know " + timer)
          : new NextRun.Never(timer + " is " + state + ", not active");
    }
    OptionalLong realtime = timestamp(value("NextElapseUSecRealtime"));
    OptionalLong monotonic = monotonic(value("NextElapseUSecMonotonic"));
    if (realtime.isEmpty() && monotonic.isEmpty()) {
      return new NextRun.Unknown("systemctl does not say when " + timer + " elapses");
    }
    long next = Math.min(realtime.orElse(Long.MAX_VALUE), monotonic.orElse(Long.MAX_VALUE));
    return new NextRun.At(next, timer);
  }

  /** When it elapsed last. */
  OptionalLong last() {
    return timestamp(value("LastTriggerUSec"));
  }

  private OptionalLong monotonic(String span) {
    OptionalLong micros = span.equals("0") ? OptionalLong.empty() : TimeSpan.micros(span);
    return micros.isEmpty() || micros.getAsLong() == Long.MAX_VALUE || micros.getAsLong() < 0
        ? OptionalLong.empty()
        : OptionalLong.of(now.realtime() + micros.getAsLong() - now.monotonic());
  }

  /** The microseconds of {@code Thu 2026-11-26 10:00:00 UTC} or {@code @1764151200}. */
  private OptionalLong timestamp(String text) {
    try {
      if (text.startsWith("@")) {
        return OptionalLong.of(Math.multiplyExact(Long.parseLong(text.substring(1)), 1_000_000L));
      }
      String[] words = text.split(" ", -1);
      if (words.length < 3) {
        return OptionalLong.empty();
      }
      boolean isUtc = words.length > 3 && words[3].equals("UTC");
      ZoneId zone = isUtc ? ZoneOffset.UTC : now.zone();
      Instant time =
          LocalDateTime.parse(words[1] + " " + words[2], TIMESTAMP).atZone(zone).toInstant();
      return OptionalLong.of(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
