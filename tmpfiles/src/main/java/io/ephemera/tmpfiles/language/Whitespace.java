// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** The characters that separate fields. */
public final class Whitespace {
  private Whitespace() {}

  /** Whether a character separates fields. */
  public static boolean is(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  /** The first index from {@code from} on that is not white space, or the length of the text. */
  public static int skip(String text, int from) {
    int i = from;
    while (i < text.length() && is(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The length of the text without white space at its end. */
  public static int trimmedEnd(String text) {
    return trimmedEnd(text, 0, text.length());
  }

  /** The end of a part of the text without white space at its end, at least {@code from}. */
  static int trimmedEnd(String text, int from, int to) {
    int end = to;
    while (end > from && is(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
