// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The five fields of a line of cron, crontab(5), which say when it runs. */
final class CronTime {
  private static final int DAYS_AHEAD = 366 * 5; // 29 February

  private static final Map<String, String> WORDS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final List<String> MONTHS =
      List.of(
          "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> WEEKDAYS =
      List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;

  /** Whether a day has to fit one of the two fields only: if both are restricted. */
  private final boolean isEither;

  private CronTime(BitSet[] fields, boolean isEither) {
    minutes = fields[0];
    hours = fields[1];
    days = fields[2];
    months = fields[3];
    weekdays = fields[4];
    this.isEither = isEither;
  }

  /** The time of five fields, or of a word such as {@code @daily}; null if it is neither. */
  static @Nullable CronTime parse(String text) {
    String[] words = WORDS.getOrDefault(text, text).split("[ \t]+", -1);
    if (words.length != 5) {
      return null;
    }
    BitSet[] fields = {
      field(words[0], 0, 59, List.of()),
      field(words[1], 0, 23, List.of()),
      field(words[2], 1, 31, List.of()),
      field(words[3], 1, 12, MONTHS),
      field(words[4], 0, 7, WEEKDAYS)
    };
    for (BitSet field : fields) {
      if (field == null) {
        return null;
      }
    }
    if (fields[4].get(7)) {
      fields[4].set(0); // Sunday
    }
    return new CronTime(fields, !words[2].startsWith("*") && !words[4].startsWith("*"));
  }

  private static @Nullable BitSet field(String text, int least, int most, List<String> names) {
    BitSet values = new BitSet();
    for (String part : text.split(",", -1)) {
      if (!add(part, least, most, names, values)) {
        return null;
      }
    }
    return values;
  }

  private static boolean add(String part, int least, int most, List<String> names, BitSet to) {
    int slash = part.indexOf('/');
    String range = slash < 0 ? part : part.substring(0, slash);
    int step = slash < 0 ? 1 : number(part.substring(slash + 1), List.of());
    int dash = range.indexOf('-');
    int from =
        range.equals("*") ? least : number(dash < 0 ? range : range.substring(0, dash), names);
    int end = range.equals("*") || (dash < 0 && slash >= 0) ? most : from;
    end = dash < 0 ? end : number(range.substring(dash + 1), names);
    if (step < 1 || from < least || end > most || from > end) {
      return false;
    }
    for (int i = from; i <= end; i += step) {
      to.set(i);
    }
    return true;
  }

  /** A number or the index of a name; -1 if it is neither. */
  private static int number(String text, List<String> names) {
    int named = text.isEmpty() ? -1 : names.indexOf(text.toLowerCase(Locale.ROOT));
    if (named >= 0) {
      return named;
    }
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
  }

  /** The first time after another one; empty if there is none in five years. */
  Optional<ZonedDateTime> next(ZonedDateTime after) {
    ZonedDateTime start = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    ZonedDateTime day = start;
    for (int i = 0; i < DAYS_AHEAD; i++) {
      Optional<ZonedDateTime> found = fits(day) ? onDay(day) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
      day = day.truncatedTo(ChronoUnit.DAYS).plusDays(1);
    }
    return Optional.empty();
  }

  private boolean fits(ZonedDateTime day) {
    boolean byDay = days.get(day.getDayOfMonth());
    boolean byWeekday = weekdays.get(day.getDayOfWeek().getValue() % 7);
    return months.get(day.getMonthValue()) && (isEither ? byDay || byWeekday : byDay && byWeekday);
  }

  /** The first time on a day, not before the given one. */
  private Optional<ZonedDateTime> onDay(ZonedDateTime from) {
    for (int hour = hours.nextSetBit(from.getHour());
        hour >= 0;
        hour = hours.nextSetBit(hour + 1)) {
      int minute = minutes.nextSetBit(hour == from.getHour() ? from.getMinute() : 0);
      if (minute >= 0) {
        return Optional.of(from.withHour(hour).withMinute(minute));
      }
    }
    return Optional.empty();
  }
}
