// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

/** Numbers in the bytes of names and links, without an object for each. */
public final class Numbers {
  private static final int DECIMAL = 10;
  private static final int LONGEST_INT = 9;
  private static final int LONGEST_LONG = 18;

  private Numbers() {}

  /** The decimal number that all bytes of a range make up; -1 for anything else. */
  public static int decimal(byte[] bytes, int from, int to) {
    return to - from > LONGEST_INT ? -1 : (int) decimalLong(bytes, from, to);
  }

  /** As {@link #decimal}, for larger numbers. */
  public static long decimalLong(byte[] bytes, int from, int to) {
    if (from >= to || to - from > LONGEST_LONG) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit >= DECIMAL) {
        return -1;
      }
      value = value * DECIMAL + digit;
    }
    return value;
  }

  /**
   * The number of an inode that has no path: {@code 20337} of {@code socket:[20337]}; -1 for
   * anything else.
   *
   * @param kind what comes before the bracket: {@code socket:}
   */
  public static long bracketed(byte[] text, int length, byte[] kind) {
    int start = kind.length + 1;
    if (length <= start || !startsWith(text, length, kind) || text[length - 1] != ']') {
      return -1;
    }
    return decimalLong(text, start, length - 1);
  }

  /** Whether bytes begin with others. */
  public static boolean startsWith(byte[] text, int length, byte[] prefix) {
    if (length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (text[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
