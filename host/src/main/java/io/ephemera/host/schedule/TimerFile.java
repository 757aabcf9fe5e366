// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import io.ephemera.tmpfiles.language.TimeSpan;
import io.ephemera.units.Unit;
import io.ephemera.units.syntax.Assignment;
import java.util.Map;
import java.util.OptionalLong;

/** What the files of a timer say, systemd.timer(5), for want of a systemd that runs it. */
final class TimerFile {
  private static final long DAY = 86_400_000_000L;

  /** The words of systemd.time(7), with the longest time between two of them. */
  private static final Map<String, Long> CALENDAR =
      Map.of(
          "minutely", DAY / 1440,
          "hourly", DAY / 24,
          "daily", DAY,
          "weekly", 7 * DAY,
          "monthly", 31 * DAY,
          "quarterly", 92 * DAY,
          "semiannually", 184 * DAY,
          "yearly", 366 * DAY,
          "annually", 366 * DAY);

  private TimerFile() {}

  /** The unit that it starts. */
  static String started(Unit timer) {
    String started = timer.name().withoutSuffix() + ".service";
    for (Assignment assignment : timer.assignments()) {
      if (assignment.section().equals("Timer") && assignment.key().equals("Unit")) {
        started = assignment.value();
      }
    }
    return started;
  }

  /** How often it elapses on a system that runs. */
  static NextRun next(Unit timer) {
    String name = timer.name().full();
    long shortest = Long.MAX_VALUE;
    String other = "";
    for (Assignment assignment : timer.assignments()) {
      String key = assignment.key();
      boolean repeats =
          key.equals("OnCalendar")
              || key.equals("OnUnitActiveSec")
              || key.equals("OnUnitInactiveSec");
      if (assignment.section().equals("Timer") && repeats) {
        if (assignment.isEmpty()) { // an empty value resets all of them
          shortest = Long.MAX_VALUE;
          other = "";
          continue;
        }
        OptionalLong period = period(assignment);
        other = period.isEmpty() ? key + "=" + assignment.value() : other;
        shortest = Math.min(shortest, period.orElse(Long.MAX_VALUE));
      }
    }
    if (shortest < Long.MAX_VALUE) {
      return new NextRun.Every(shortest, name);
    }
    return new NextRun.Unknown(
        other.isEmpty() ? name + " does not repeat" : name + " elapses by " + other);
  }

  private static OptionalLong period(Assignment assignment) {
    if (!assignment.key().equals("OnCalendar")) {
      return TimeSpan.micros(assignment.value());
    }
    Long known = CALENDAR.get(assignment.value());
    return known == null ? OptionalLong.empty() : OptionalLong.of(known);
  }
}
