// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.TimeSpan;
import io.ephemera.tmpfiles.pace.Throttle;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Evaluates {@code --time-limit=} and {@code --limit-rate=}. */
final class LimitOptions {
  private static final int MOST_DIGITS = 15;

  private LimitOptions() {}

  /** The limits that a command line sets. */
  static Throttle throttle(ParsedCommandLine line) throws UsageException {
    Bytes limit = line.last(TmpfilesDefinition.TIME_LIMIT);
    Bytes rate = line.last(TmpfilesDefinition.LIMIT_RATE);
    return limit == null && rate == null
        ? Throttle.unlimited()
        : Throttle.of(micros(limit), entries(rate));
  }

  private static long micros(@Nullable Bytes text) throws UsageException {
    if (text == null) {
      return Throttle.UNLIMITED;
    }
    OptionalLong micros = TimeSpan.micros(text.latin1());
    if (micros.isEmpty() || micros.getAsLong() <= 0) {
      throw new UsageException(
          "invalid time span '--time-limit=" + text + "': expected one such as 30s, 5min or 1h");
    }
    return micros.getAsLong();
  }

  /** Digits, and K for a thousand or M for a million. */
  private static long entries(@Nullable Bytes text) throws UsageException {
    if (text == null) {
      return Throttle.UNLIMITED;
    }
    String number = text.latin1();
    long unit = number.endsWith("K") ? 1000 : number.endsWith("M") ? 1_000_000 : 1;
    String digits = unit == 1 ? number : number.substring(0, number.length() - 1);
    long entries = isNumber(digits) ? Long.parseLong(digits) * unit : 0;
    if (entries == 0) {
      throw new UsageException(
          "invalid rate '--limit-rate="
              + text
              + "': expected one such as 5000, 20K or 1M (entries per second)");
    }
    return entries;
  }

  private static boolean isNumber(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return !digits.isEmpty() && digits.length() <= MOST_DIGITS;
  }
}
