// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * Reads numbers as strtoul(3) does with base 0: hexadecimal behind {@code 0x}, octal behind {@code
 * 0}.
 */
final class Numbers {
  static final int NONE = -1;

  private Numbers() {}

  /**
   * The value of a text that is a number below 2^32 - 1, in 32 bits without sign, or {@link #NONE}.
   */
  static int unsigned(String text) {
    boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
    boolean octal = !hexadecimal && text.length() > 1 && text.charAt(0) == '0';
    int radix = hexadecimal ? 16 : octal ? 8 : 10;
    int from = hexadecimal ? 2 : 0;
    if (from == text.length()) {
      return NONE;
    }
    long value = 0;
    for (int i = from; i < text.length(); i++) {
      int digit = Escapes.digit(text.charAt(i), radix);
      value = value * radix + digit;
      if (digit < 0 || value >= 0xffff_ffffL) {
        return NONE;
      }
    }
    return (int) value;
  }
}
