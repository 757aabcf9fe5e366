// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.Bytes;

/** Numbers of bytes on the command line. */
final class SizeText {
  private static final String UNITS = "KMGTPE";
  private static final int STEP = 10;

  private SizeText() {}

  /**
   * A number of bytes, or of 1024, 1024 times 1024 ... of them with K, M, G, T, P or E behind it;
   * an {@code iB} or {@code B} after that says nothing more.
   *
   * @throws UsageException if it is none, or more than 8 EiB
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
      // told below
    }
    throw new UsageException(
        "--"
            + option
            + "="
            + Bytes.latin1(text)
            + ": expected a number of bytes, such as 500M or 3G");
  }

  private static String cut(String text, int length) {
    return text.substring(0, text.length() - length);
  }
}
