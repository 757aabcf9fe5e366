// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/**
 * Brace expansion, glob(3) with GLOB_BRACE: {@code a{b,c}d} expands to {@code abd} and {@code acd}.
 * Each character is one byte.
 */
final class Braces {
  private Braces() {}

  /** Receives one expansion after the other. */
  interface Receiver {
    /**
     * Takes an expansion.
     *
     * @return whether to go on
     */
    boolean take(String expansion) throws IOException;
  }

  /**
   * Expands a pattern, in order; a pattern without a pair of braces expands to itself. A short
   * pattern can have millions of expansions: only one exists at a time.
   */
  static void expand(String pattern, Receiver receiver) throws IOException {
    boolean unused = goesOn(pattern, receiver);
  }

  private static boolean goesOn(String pattern, Receiver receiver) throws IOException {
    int open = open(pattern, 0);
    int close = open < 0 ? -1 : close(pattern, open);
    if (close < 0) {
      return receiver.take(pattern);
    }
    String before = pattern.substring(0, open);
    String after = pattern.substring(close + 1);
    int start = open + 1;
    while (start <= close) {
      int comma = separator(pattern, start, close);
      if (!goesOn(before + pattern.substring(start, comma) + after, receiver)) {
        return false;
      }
      start = comma + 1;
    }
    return true;
  }

  /** The first opening brace; empty braces are ordinary characters. */
  private static int open(String pattern, int from) {
    for (int i = from; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{' && !pattern.startsWith("{}", i)) {
        return i;
      }
    }
    return -1;
  }

  private static int close(String pattern, int open) {
    int depth = 0;
    for (int i = open; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The next comma that is not in inner braces, or the closing brace. */
  private static int separator(String pattern, int from, int close) {
    int depth = 0;
    for (int i = from; i < close; i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        return i;
      }
    }
    return close;
  }
}
