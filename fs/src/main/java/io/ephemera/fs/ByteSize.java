// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.util.OptionalLong;

/** Numbers of bytes as text, with binary units: {@code 1.3 GiB}, {@code 500M}. */
public final class ByteSize {
  /** 1024 bytes. */
  public static final long KIB = 1L << 10;

  /** 1024 KiB. */
  public static final long MIB = 1L << 20;

  /** 1024 MiB. */
  public static final long GIB = 1L << 30;

  private static final String UNITS = "KMGTPE";
  private static final int BITS_PER_UNIT = 10;
  private static final int INVALID = -1;

  private ByteSize() {}

  /**
   * A human-readable size: one decimal, rounded down, in the largest unit of which there is at
   * least one; {@code 1023 bytes} below 1 KiB.
   *
   * @param bytes 0 or more
   */
  public static String format(long bytes) {
    if (bytes < KIB) {
      return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
    long whole = bytes;
    long rest = 0;
    int unit = -1;
    while (whole >= KIB) {
      rest = whole % KIB;
      whole /= KIB;
      unit++;
    }
    return whole + "." + rest * 10 / KIB + " " + UNITS.charAt(unit) + "iB";
  }

  /**
   * The number of bytes in a text of digits. A unit K, M, G, T, P or E may follow them, always a
   * power of 1024; {@code B} or {@code iB} behind it changes nothing.
   *
   * @return empty if the text has another form, or the number is 8 EiB or more
   */
  public static OptionalLong parse(String text) {
    int digits = countDigits(text);
    int shift = bitsOf(text.substring(digits));
    if (digits == 0 || shift == INVALID) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Math.multiplyExact(Long.parseLong(text, 0, digits, 10), 1L << shift));
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      return OptionalLong.empty();
    }
  }

  private static int countDigits(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
      i++;
    }
    return i;
  }

  /** By how many bits a unit shifts the number before it. */
  private static int bitsOf(String unit) {
    if (unit.isEmpty() || unit.equals("B")) {
      return 0;
    }
    int index = UNITS.indexOf(unit.charAt(0));
    String rest = unit.substring(1);
    boolean valid = index >= 0 && (rest.isEmpty() || rest.equals("B") || rest.equals("iB"));
    return valid ? BITS_PER_UNIT * (index + 1) : INVALID;
  }
}
