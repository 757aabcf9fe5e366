// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.nio.charset.StandardCharsets;

/** Takes fields from a line, as a shell would. */
final class FieldScanner {
  /** What most fields are. */
  private static final String UNSET = "-";

  private final String line;

  /** The same, for the interpreter is slow at characters. */
  private final byte[] bytes;

  private int at;

  /** From the first byte that is not white space. */
  FieldScanner(String line) {
    this(line, line.getBytes(StandardCharsets.ISO_8859_1), 0);
    at = skip(0);
  }

  private FieldScanner(String line, byte[] bytes, int at) {
    this.line = line;
    this.bytes = bytes;
    this.at = at;
  }

  /** Another scanner that stands where this one stands. */
  FieldScanner copy() {
    return new FieldScanner(line, bytes, at);
  }

  boolean atEnd() {
    return at >= line.length();
  }

  /** The column of what comes next. */
  int column() {
    return at + 1;
  }

  /** The next field, empty at the end of the line. */
  Field next() throws BadLine {
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

  /** What is left of the line, as it stands. */
  Field rest() {
    Field field =
        new Field(line.substring(at, Math.max(at, Whitespace.trimmedEnd(line))), at + 1, true);
    at = line.length();
    return field;
  }

  private static boolean isPlain(byte b) {
    return b < 0 || (!Whitespace.is((char) b) && b != '\\' && b != '"' && b != '\'');
  }

  private Field nextQuoted(int start) throws BadLine {
    StringBuilder out = new StringBuilder();
    at = start;
    int openedAt = unquote(out);
    if (openedAt >= 0) {
      throw BadLine.error(
          openedAt + 1, "the quote is never closed: expected another " + line.charAt(openedAt));
    }
    at = skip(at);
    return new Field(out.toString(), start + 1, false);
  }

  /**
   * Appends a field up to its end; where a quote is still open there, its index is the answer,
   * otherwise -1.
   */
  private int unquote(StringBuilder out) throws BadLine {
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

  private int escape(StringBuilder out) throws BadLine {
    int end = Escapes.decode(line, at + 1, out);
    if (end == Escapes.INVALID) {
      throw BadLine.error(at + 1, Escapes.wrong(line, at));
    }
    return end;
  }
}
