// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * Decodes base64 strictly (RFC 4648, section 4): padded, without bits left over; white space does
 * not count.
 */
final class Base64 {
  private static final int WRONG = -1;

  private final String text;
  private final int column;
  private final StringBuilder out;
  private int at;

  private Base64(String text, int column) {
    this.text = text;
    this.column = column;
    this.out = new StringBuilder(text.length());
  }

  /** The decoded bytes, one character each. */
  static String decode(String text, int column) throws BadLine {
    return new Base64(text, column).decode();
  }

  private String decode() throws BadLine {
    int first = next();
    while (first != 0) {
      int c = group(value(first), value(next()), next(), next());
      first = next();
      if (c == '=' && first != 0) {
        throw wrong("nothing behind the padding");
      }
    }
    return out.toString();
  }

  private int group(int a, int b, int third, int fourth) throws BadLine {
    out.append((char) ((a << 2) | (b >> 4)));
    if (third == '=') {
      require(fourth == '=' && (b & 15) == 0);
      return '=';
    }
    int c = value(third);
    out.append((char) (((b & 15) << 4) | (c >> 2)));
    if (fourth == '=') {
      require((c & 3) == 0);
      return '=';
    }
    out.append((char) (((c & 3) << 6) | value(fourth)));
    return 0;
  }

  /** The next character that is not white space, or 0 at the end. */
  private int next() {
    at = Whitespace.skip(text, at);
    return at < text.length() ? text.charAt(at++) : 0;
  }

  private int value(int c) throws BadLine {
    int value = WRONG;
    if (c >= 'A' && c <= 'Z') {
      value = c - 'A';
    } else if (c >= 'a' && c <= 'z') {
      value = c - 'a' + 26;
    } else if (c >= '0' && c <= '9') {
      value = c - '0' + 52;
    } else if (c == '+') {
      value = 62;
    } else if (c == '/') {
      value = 63;
    }
    require(value != WRONG);
    return value;
  }

  private void require(boolean right) throws BadLine {
    if (!right) {
      throw wrong("groups of four characters of A-Z a-z 0-9 + /, the last padded with =");
    }
  }

  private BadLine wrong(String expected) {
    return BadLine.of(
        column + Math.max(at - 1, 0),
        Problem.Level.ABORT,
        "invalid base64 " + Show.quoted(text) + ": expected " + expected);
  }
}
