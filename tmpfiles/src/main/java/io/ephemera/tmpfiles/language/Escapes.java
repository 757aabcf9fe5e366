// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Backslash escapes as in C, with {@code \s} for a space (systemd.syntax(7)). */
public final class Escapes {
  /** What {@link #decode} returns for an invalid escape sequence. */
  public static final int INVALID = -1;

  static final String EXPECTED =
      "expected \\a \\b \\f \\n \\r \\s \\t \\v \\\\ \\\" \\' \\xHH \\OOO \\uXXXX or \\UXXXXXXXX, not NUL";

  private static final String LETTERS = "abfnrstv\\\"'";
  private static final String VALUES = "\u0007\b\f\n\r \t\u000b\\\"'";

  private Escapes() {}

  /**
   * Decodes an escape sequence and appends the result, one character per byte.
   *
   * @param at the index after the backslash
   * @return the index after the sequence, or {@link #INVALID}
   */
  public static int decode(String text, int at, StringBuilder out) {
    if (at >= text.length()) {
      return INVALID;
    }
    char c = text.charAt(at);
    int simple = LETTERS.indexOf(c);
    if (simple >= 0) {
      out.append(VALUES.charAt(simple));
      return at + 1;
    }
    return switch (c) {
      case 'x' -> number(text, at + 1, 2, 16, out, false);
      case 'u' -> number(text, at + 1, 4, 16, out, true);
      case 'U' -> number(text, at + 1, 8, 16, out, true);
      default -> number(text, at, 3, 8, out, false);
    };
  }

  private static int number(
      String text, int from, int digits, int radix, StringBuilder out, boolean character) {
    int end = from + digits;
    if (end > text.length()) {
      return INVALID;
    }
    int value =
        (int) Numbers.parse(text, from, end, radix, character ? Character.MAX_CODE_POINT : 0xff);
    if (value <= 0 || (character && isSurrogate(value))) {
      return INVALID;
    }
    if (character) {
      utf8(value, out);
    } else {
      out.append((char) value);
    }
    return end;
  }

  private static boolean isSurrogate(int c) {
    return c >= 0xd800 && c <= 0xdfff;
  }

  private static void utf8(int c, StringBuilder out) {
    if (c < 0x80) {
      out.append((char) c);
    } else if (c < 0x800) {
      out.append((char) (0xc0 | (c >> 6)));
    } else if (c < 0x10000) {
      out.append((char) (0xe0 | (c >> 12))).append(continuation(c >> 6));
    } else {
      out.append((char) (0xf0 | (c >> 18)))
          .append(continuation(c >> 12))
          .append(continuation(c >> 6));
    }
    if (c >= 0x80) {
      out.append(continuation(c));
    }
  }

  private static char continuation(int c) {
    return (char) (0x80 | (c & 0x3f));
  }

  /**
   * The text with all its escape sequences decoded.
   *
   * @param column the column at which the text begins
   */
  static String decodeAll(String text, int column) throws LineException {
    int backslash = text.indexOf('\\');
    if (backslash < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
        i++;
        continue;
      }
      int end = decode(text, i + 1, out);
      if (end == INVALID) {
        throw LineException.error(column + i, unknown(text, i));
      }
      i = end;
    }
    return out.toString();
  }

  /**
   * The message about an invalid escape sequence.
   *
   * @param backslash the index of its backslash
   */
  public static String unknown(String text, int backslash) {
    return "unknown escape sequence "
        + Excerpt.quoted(text.substring(backslash, Math.min(backslash + 2, text.length())))
        + ": "
        + EXPECTED;
  }
}
