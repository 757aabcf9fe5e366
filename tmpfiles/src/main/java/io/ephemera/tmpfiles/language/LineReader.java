// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into lines.
 *
 * <p>A line ends with a newline, a carriage return, both in any order, or a NUL, which may also follow these.
 */
final class LineReader {
  /** The longest line, in bytes: longer ones are no configuration. */
  static final int LONGEST = (1 << 20) - 1;

  private final String text;
  private int next;
  private int number;

  LineReader(String text) {
    this.text = text;
  }

  /** The next line without its end, or null after the last. */
  @Nullable String next() {
    if (next >= text.length()) {
      return null;
    }
    int start = next;
    int end = start;
    while (end < text.length() && !endsLine(text.charAt(end))) {
      end++;
    }
    next = skipEnd(end);
    number++;
    return text.substring(start, end);
  }

  /** The number of the line that was read last, counted from 1. */
  int number() {
    return number;
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r' || c == 0;
  }

  private int skipEnd(int from) {
    int i = from;
    char first = 0;
    while (i < text.length() && i < from + 3) {
      char c = text.charAt(i);
      if (c == 0) {
        return i + 1;
      }
      if (!endsLine(c) || c == first || i == from + 2) {
        return i;
      }
      first = c;
      i++;
    }
    return i;
  }
}
