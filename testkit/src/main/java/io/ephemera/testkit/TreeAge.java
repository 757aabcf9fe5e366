// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

/** Ages of entries: {@code 10d}, {@code 3h}, {@code 90m}, {@code 45s}, {@code 2w}. */
final class TreeAge {
  /** Younger entries were created by the test itself; their age is not shown. */
  private static final long SHOWN_FROM = 3600;

  private TreeAge() {}

  static long parse(String text) {
    char unit = text.charAt(text.length() - 1);
    long number = Long.parseLong(text, 0, text.length() - 1, 10);
    return switch (unit) {
      case 's' -> number;
      case 'm' -> number * 60;
      case 'h' -> number * 3600;
      case 'd' -> number * 86400;
      case 'w' -> number * 7 * 86400;
      default -> throw new IllegalArgumentException("invalid age: " + text);
    };
  }

  static boolean isShown(long seconds) {
    return Math.abs(seconds) >= SHOWN_FROM;
  }

  /** The age in whole minutes, because a test takes some seconds itself. */
  static String text(long seconds) {
    long minutes = Math.floorDiv(seconds, 60);
    if (minutes % (24 * 60) == 0) {
      return minutes / (24 * 60) + "d";
    }
    return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
  }
}
