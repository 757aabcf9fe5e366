// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Takes fields from a line, as a shell would. */
final class FieldScanner {
  private final String line;
  private int at;

  /** From the first byte that is not white space. */
  FieldScanner(String line) {
    this(line, Whitespace.skip(line, 0));
  }

  private FieldScanner(String line, int at) {
    this.line = line;
    this.at = at;
  }

  /** Another scanner that stands where this one stands. */
  FieldScanner copy() {
    return new FieldScanner(line, at);
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
    while (at < line.length() && isPlain(line.charAt(at))) {
      at++;
    }
    if (at >= line.length() || Whitespace.is(line.charAt(at))) {
      Field field = new Field(line.substring(start, at), start + 1, true);
      at = Whitespace.skip(line, at);
      return field;
    }
    return nextQuoted(start);
  }

  /** What is left of the line, as it stands. */
  Field rest() {
    Field field =
        new Field(line.substring(at, Math.max(at, Whitespace.trimmedEnd(line))), at + 1, true);
    at = line.length();
    return field;
  }

  private static boolean isPlain(char c) {
    return !Whitespace.is(c) && c != '\\' && c != '"' && c != '\'';
  }

  private Field nextQuoted(int start) throws BadLine {
    StringBuilder out = new StringBuilder();
    int openedAt = -1;
    at = start;
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
    if (openedAt >= 0) {
      throw BadLine.error(
          openedAt + 1, "the quote is never closed: expected another " + line.charAt(openedAt));
    }
    at = Whitespace.skip(line, at);
    return new Field(out.toString(), start + 1, false);
  }

  private int escape(StringBuilder out) throws BadLine {
    int end = Escapes.decode(line, at + 1, out);
    if (end == Escapes.WRONG) {
      throw BadLine.error(at + 1, Escapes.wrong(line, at));
    }
    return end;
  }
}
