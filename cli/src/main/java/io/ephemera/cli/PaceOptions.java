// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.TimeSpan;
import io.ephemera.tmpfiles.pace.Throttle;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads {@code --time-limit=} and {@code --limit-rate=}. */
final class PaceOptions {
  private static final int MOST_DIGITS = 15;

  private PaceOptions() {}

  /** The limits that a command line asks for. */
  static Throttle of(Options options) throws UsageException {
    Bytes limit = options.last(TmpfilesOption.TIME_LIMIT);
    Bytes rate = options.last(TmpfilesOption.LIMIT_RATE);
    return limit == null && rate == null ? Throttle.unlimited() : Throttle.of(micros(limit), entries(rate));
  }

  private static long micros(@Nullable Bytes text) throws UsageException {
    if (text == null) {
      return Throttle.UNLIMITED;
    }
    OptionalLong micros = TimeSpan.micros(text.latin1());
    if (micros.isEmpty() || micros.getAsLong() <= 0) {
      throw new UsageException(
          "'--time-limit=" + text + "' is no span of time: expected one such as 30s, 5min or 1h");
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
    long value = digits.isEmpty() || digits.length() > MOST_DIGITS ? 0 : 1;
    for (int i = 0; i < digits.length() && value != 0; i++) {
      char c = digits.charAt(i);
      value = c < '0' || c > '9' ? 0 : value;
    }
    long entries = value == 0 ? 0 : Long.parseLong(digits) * unit;
    if (entries == 0) {
      throw new UsageException(
          "'--limit-rate="
              + text
              + "' is no number of entries a second: expected one such as 5000, 20K or 1M");
    }
    return entries;
  }
}
