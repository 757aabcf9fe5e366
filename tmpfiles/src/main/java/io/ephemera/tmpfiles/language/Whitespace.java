// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** The characters that separate fields. */
final class Whitespace {
  private Whitespace() {}

  static boolean is(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  static int skip(String text, int from) {
    int i = from;
    while (i < text.length() && is(text.charAt(i))) {
      i++;
    }
    return i;
  }

  static int trimmedEnd(String text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
