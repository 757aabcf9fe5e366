// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Reads unsigned numbers of ASCII digits. */
public final class Numbers {
  /** The radix of decimal numbers. */
  public static final int DECIMAL = 10;

  static final int OCTAL = 8;
  static final int HEXADECIMAL = 16;

  /** What {@link #withPrefix} returns for a text that is not a number. */
  static final int NONE = -1;

  private static final long LARGEST_WITH_PREFIX = 0xffff_fffeL;

  private Numbers() {}

  /** The value of an ASCII digit, or -1; {@link Character#digit(char, int)} accepts others too. */
  public static int digit(char c, int radix) {
    int value = c <= '9' ? c - '0' : (c | 0x20) >= 'a' && c < 0x80 ? (c | 0x20) - 'a' + 10 : -1;
    return value >= 0 && value < radix ? value : -1;
  }

  /**
   * The value of the digits from one index to another (exclusive).
   *
   * @return the value; if it is not a number up to {@code largest}, the complement {@code ~index}
   *     of the index of the first wrong character
   */
  public static long parse(String text, int from, int to, int radix, long largest) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = digit(text.charAt(i), radix);
      if (digit < 0 || value > (largest - digit) / radix) {
        return ~i;
      }
      value = value * radix + digit;
    }
    return from < to ? value : ~from;
  }

  /**
   * The value of a number as strtoul(3) reads it with base 0, hexadecimal after {@code 0x} and
   * octal after {@code 0}, as an unsigned 32 bit number, or {@link #NONE}.
   */
  static int withPrefix(String text) {
    boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
    boolean octal = !hexadecimal && text.length() > 1 && text.charAt(0) == '0';
    int radix = hexadecimal ? HEXADECIMAL : octal ? OCTAL : DECIMAL;
    long value = parse(text, hexadecimal ? 2 : 0, text.length(), radix, LARGEST_WITH_PREFIX);
    return value < 0 ? NONE : (int) value;
  }
}
