// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.OptionalLong;

/** Reads a time span such as {@code 1d 12h} (systemd.time(7)). */
public final class TimeSpan {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long WEEK = 7 * DAY;

  /** A twelfth of a year. */
  private static final long MONTH = 2_629_800 * SECOND;

  /** 365.25 days. */
  private static final long YEAR = 31_557_600 * SECOND;

  /** Each unit before units that are a prefix of it. */
  private static final String[] UNITS = {
    "seconds", "second", "sec", "s", "minutes", "minute", "min", "months", "month", "msec", "ms",
        "m", "M",
    "hours", "hour", "hr", "h", "days", "day", "d", "weeks", "week", "w", "years", "year", "y",
    "usec", "us", "\u00ce\u00bcs", "\u00c2\u00b5s"
  };

  private static final long[] MICROS = {
    SECOND, SECOND, SECOND, SECOND, MINUTE, MINUTE, MINUTE, MONTH, MONTH, 1000, 1000, MINUTE, MONTH,
    HOUR, HOUR, HOUR, HOUR, DAY, DAY, DAY, WEEK, WEEK, WEEK, YEAR, YEAR, YEAR, 1, 1, 1, 1
  };

  private static final String INFINITY = "infinity";

  private final Field field;
  private final int start;
  private final String text;
  private int at;
  private long sum;

  private TimeSpan(Field field, int from) {
    this.field = field;
    this.start = from;
    this.text = field.text();
    this.at = from;
  }

  /**
   * The microseconds of a time span.
   *
   * @param text one character per byte
   * @return empty if the text is not a valid time span
   */
  public static OptionalLong micros(String text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(parse(new Field(text, 1, true), 0));
    } catch (LineException wrong) {
      return OptionalLong.empty();
    }
  }

  /**
   * The microseconds of the time span in a field from an index on; {@link Age#INFINITY} if they
   * exceed {@link Long#MAX_VALUE}.
   */
  static long parse(Field field, int from) throws LineException {
    return new TimeSpan(field, from).parse();
  }

  private long parse() throws LineException {
    skipSpace();
    if (text.startsWith(INFINITY, at)
        && Whitespace.skip(text, at + INFINITY.length()) == text.length()) {
      return Age.INFINITY;
    }
    do {
      skipSpace();
      part();
      at = Whitespace.skip(text, at);
    } while (at < text.length());
    return sum < 0 ? Age.INFINITY : sum;
  }

  private void skipSpace() {
    while (at < text.length()
        && (Whitespace.is(text.charAt(at)) || text.charAt(at) == 0x0b || text.charAt(at) == '\f')) {
      at++;
    }
  }

  private void part() throws LineException {
    if (at + 1 < text.length() && text.charAt(at) == '+' && text.charAt(at + 1) != '.') {
      at++;
    }
    int number = at;
    long whole = whole();
    int fraction = at;
    if (at < text.length() && text.charAt(at) == '.') {
      fraction = ++at;
      skipDigits();
    }
    if (at == number || (at == fraction && text.charAt(at - 1) == '.')) {
      throw wrong(at);
    }
    int fractionEnd = at;
    long micros = unit();
    if (whole != 0 && Long.compareUnsigned(whole, Long.divideUnsigned(-2, micros)) > 0) {
      throw wrong(number);
    }
    add(whole * micros, number);
    addFraction(fraction, fractionEnd, micros);
  }

  private void addFraction(int from, int to, long unit) throws LineException {
    long micros = unit;
    for (int i = from; i < to; i++) {
      micros /= 10;
      add(micros * (text.charAt(i) - '0'), from);
    }
  }

  private long whole() throws LineException {
    int from = at;
    skipDigits();
    long value = Numbers.parse(text, from, at, Numbers.DECIMAL, Long.MAX_VALUE);
    if (value < 0 && at > from) {
      throw wrong(from);
    }
    return Math.max(value, 0);
  }

  private void skipDigits() {
    while (at < text.length() && Numbers.digit(text.charAt(at), Numbers.DECIMAL) >= 0) {
      at++;
    }
  }

  /**
   * The microseconds of the next unit; those of a second if white space or the end follows instead.
   */
  private long unit() throws LineException {
    int unit = Whitespace.skip(text, at);
    for (int i = 0; i < UNITS.length; i++) {
      if (text.startsWith(UNITS[i], unit)) {
        at = unit + UNITS[i].length();
        return MICROS[i];
      }
    }
    if (unit == at && unit < text.length()) {
      throw wrong(at);
    }
    return SECOND;
  }

  private void add(long micros, int index) throws LineException {
    sum += micros;
    boolean tooLong = Long.compareUnsigned(sum, micros) < 0 || sum == -1;
    if (tooLong) {
      throw wrong(index);
    }
  }

  private LineException wrong(int index) {
    return LineException.error(
        field.columnOf(Math.min(index, text.length())),
        "Invalid age "
            + Excerpt.quoted(text.substring(start))
            + ": expected numbers with units y M w d h m s ms us, or 'infinity'");
  }
}
