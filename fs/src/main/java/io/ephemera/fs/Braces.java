// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.util.ArrayList;
import java.util.List;

/**
 * Brace expansion, glob(3) with GLOB_BRACE: {@code a{b,c}d} expands to {@code abd} and {@code acd}.
 * Each character is one byte.
 */
final class Braces {
  private static final int MOST = 4096;

  private Braces() {}

  /**
   * The expansion of a pattern, in order; a pattern without a pair of braces expands to itself.
   * After {@value #MOST} results, further braces stay as they are.
   */
  static List<String> expand(String pattern) {
    List<String> all = new ArrayList<>();
    expand(pattern, all);
    return all;
  }

  private static void expand(String pattern, List<String> into) {
    int open = open(pattern, 0);
    int close = open < 0 ? -1 : close(pattern, open);
    if (close < 0 || into.size() >= MOST) {
      into.add(pattern);
      return;
    }
    String before = pattern.substring(0, open);
    String after = pattern.substring(close + 1);
    int start = open + 1;
    for (int i = start; i <= close; i++) {
      int comma = i == close ? close : separator(pattern, i, close);
      expand(before + pattern.substring(start, comma) + after, into);
      start = comma + 1;
      i = comma;
    }
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
