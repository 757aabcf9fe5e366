// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * Decodes base64 strictly (RFC 4648, section 4): with padding, without excess bits. White space is
 * ignored.
 */
final class Base64Decoder {
  private static final int INVALID = -1;

  private final String text;
  private final int column;
  private final StringBuilder out;
  private int at;

  private Base64Decoder(String text, int column) {
    this.text = text;
    this.column = column;
    this.out = new StringBuilder(text.length());
  }

  /** The decoded bytes, one character each. */
  static String decode(String text, int column) throws LineException {
    return new Base64Decoder(text, column).decode();
  }

  private String decode() throws LineException {
    int first = next();
    while (first != 0) {
      int c = group(value(first), value(next()), next(), next());
      first = next();
      if (c == '=' && first != 0) {
        throw wrong("nothing after the padding");
      }
    }
    return out.toString();
  }

  private int group(int a, int b, int third, int fourth) throws LineException {
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

  private int value(int c) throws LineException {
    int value = INVALID;
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
    require(value != INVALID);
    return value;
  }

  private void require(boolean valid) throws LineException {
    if (!valid) {
      throw wrong("groups of four characters of A-Z a-z 0-9 + /, the last padded with =");
    }
  }

  private LineException wrong(String expected) {
    return LineException.of(
        column + Math.max(at - 1, 0),
        Problem.Level.ABORT,
        "invalid base64 " + Excerpt.quoted(text) + ": expected " + expected);
  }
}
