// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.nio.charset.StandardCharsets;

/** Splits a line into fields, with quotes and backslashes as in a shell. */
final class FieldScanner {
  /** The most frequent field, once for all lines. */
  private static final String UNSET = "-";

  private final String line;

  /** The same as bytes, which the interpreter reads faster than characters. */
  private final byte[] bytes;

  private int at;

  /** A scanner at the first byte that is not white space. */
  FieldScanner(String line) {
    this(line, line.getBytes(StandardCharsets.ISO_8859_1), 0);
    at = skip(0);
  }

  private FieldScanner(String line, byte[] bytes, int at) {
    this.line = line;
    this.bytes = bytes;
    this.at = at;
  }

  /** Another scanner at the same position. */
  FieldScanner copy() {
    return new FieldScanner(line, bytes, at);
  }

  boolean atEnd() {
    return at >= line.length();
  }

  /** The column of the next field. */
  int column() {
    return at + 1;
  }

  /** The next field, empty at the end of the line. */
  Field next() throws LineException {
    int start = at;
    int end = plainEnd(start);
    if (end < bytes.length && !Whitespace.is((char) bytes[end])) {
      return nextQuoted(start);
    }
    boolean unset = end == start + 1 && bytes[start] == '-';
    at = skip(end);
    return new Field(unset ? UNSET : line.substring(start, end), start + 1, true);
  }

  private int skip(int from) {
    byte[] text = bytes;
    int i = from;
    while (i < text.length && text[i] <= ' ' && Whitespace.is((char) text[i])) {
      i++;
    }
    return i;
  }

  private int plainEnd(int from) {
    byte[] text = bytes;
    int i = from;
    while (i < text.length && ((text[i] > '\'' && text[i] != '\\') || isPlain(text[i]))) {
      i++;
    }
    return i;
  }

  /** The rest of the line, unchanged. */
  Field rest() {
    Field field =
        new Field(line.substring(at, Math.max(at, Whitespace.trimmedEnd(line))), at + 1, true);
    at = line.length();
    return field;
  }

  private static boolean isPlain(byte b) {
    return b < 0 || (!Whitespace.is((char) b) && b != '\\' && b != '"' && b != '\'');
  }

  private Field nextQuoted(int start) throws LineException {
    StringBuilder out = new StringBuilder();
    at = start;
    int openedAt = unquote(out);
    if (openedAt >= 0) {
      throw LineException.error(
          openedAt + 1, "unclosed quote: expected a closing " + line.charAt(openedAt));
    }
    at = skip(at);
    return new Field(out.toString(), start + 1, false);
  }

  /**
   * Appends a field up to its end.
   *
   * @return the index of a quote that is still open there, or -1
   */
  private int unquote(StringBuilder out) throws LineException {
    int openedAt = -1;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (openedAt < 0 && Whitespace.is(c)) {
        break;
      }
      if (c == '\\') {
        at = escape(out);
      } else if (openedAt < 0 && (c == '"' || c == '\'')) {
        openedAt = at++;
      } else if (openedAt >= 0 && c == line.charAt(openedAt)) {
        openedAt = -1;
        at++;
      } else {
        out.append(c);
        at++;
      }
    }
    return openedAt;
  }

  private int escape(StringBuilder out) throws LineException {
    int end = Escapes.decode(line, at + 1, out);
    if (end == Escapes.INVALID) {
      throw LineException.error(at + 1, Escapes.unknown(line, at));
    }
    return end;
  }
}
