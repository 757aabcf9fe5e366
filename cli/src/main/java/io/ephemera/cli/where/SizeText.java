// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;

/** Byte sizes on the command line. */
final class SizeText {
  private static final String UNITS = "KMGTPE";
  private static final int STEP = 10;

  private SizeText() {}

  /**
   * Parses a number of bytes. K, M, G, T, P or E after it stand for powers of 1024; {@code iB} or
   * {@code B} may follow them.
   *
   * @throws UsageException if it is not a byte size, or is 8 EiB or more
   */
  static long parse(String option, String text) throws UsageException {
    String number = text.endsWith("iB") ? cut(text, 2) : text.endsWith("B") ? cut(text, 1) : text;
    int unit = number.isEmpty() ? -1 : UNITS.indexOf(number.charAt(number.length() - 1));
    String digits = unit < 0 ? number : cut(number, 1);
    boolean lonely = text.endsWith("iB") && unit < 0;
    try {
      long value = digits.startsWith("+") || lonely ? -1 : Long.parseLong(digits);
      long factor = 1L << (STEP * (unit + 1));
      if (value >= 0) {
        return Math.multiplyExact(value, factor);
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // The exception below says so.
    }
    throw new UsageException(
        "invalid byte size '--"
            + option
            + "="
            + Bytes.latin1(text)
            + "': expected one such as 500M or 3G");
  }

  private static String cut(String text, int length) {
    return text.substring(0, text.length() - length);
  }
}
