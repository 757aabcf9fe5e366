// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file into lines, and can leave out blank lines and comments.
 *
 * <p>A line ends with a newline, a carriage return, both in any order, or a NUL, which can also
 * follow these. Works on bytes, because most of a configuration is comments and the interpreter
 * reads bytes faster than characters.
 */
public final class LineReader {
  /** The longest line, in bytes. */
  public static final int LONGEST = (1 << 20) - 1;

  private static final Bytes NUL = Bytes.of((byte) 0);

  /** The text and a NUL, which ends the last line without a comparison of lengths at every byte. */
  private final byte[] text;

  private final int length;
  private final boolean arguments;
  private int start;
  private int end;
  private int next;
  private int number;

  /** A reader of a file. */
  public LineReader(Bytes text) {
    this(text, false);
  }

  /** A reader of a file, or of arguments: each ends with a NUL only, and none is a comment. */
  LineReader(Bytes text, boolean arguments) {
    this.length = text.length();
    this.text = text.plus(NUL).toArray();
    this.arguments = arguments;
  }

  /** The next line that is not blank or a comment, or is too long; null after the last one. */
  @Nullable String next() {
    while (advance()) {
      if (end - start > LONGEST || !isBlankOrComment(start, end)) {
        return line();
      }
    }
    return null;
  }

  /** The next line, whatever is in it; null after the last one. */
  public @Nullable String nextLine() {
    return advance() ? line() : null;
  }

  private boolean advance() {
    if (next >= length) {
      return false;
    }
    start = next;
    end = endOf(start);
    next = skipEnd(end);
    number++;
    return true;
  }

  private String line() {
    return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private int endOf(int from) {
    byte[] bytes = text;
    int i = from;
    while (bytes[i] > '\r' || !endsLine(bytes[i])) {
      i++;
    }
    return i;
  }

  /** The number of the last line that was read, counted from 1. */
  public int number() {
    return number;
  }

  private boolean isBlankOrComment(int from, int to) {
    if (arguments) {
      return false;
    }
    int i = from;
    while (i < to && (text[i] == ' ' || text[i] == '\t')) {
      i++;
    }
    return i >= to || text[i] == '#';
  }

  private boolean endsLine(byte b) {
    return b == 0 || (!arguments && (b == '\n' || b == '\r'));
  }

  private int skipEnd(int from) {
    int i = from;
    byte first = 0;
    while (i < length && i < from + 3) {
      byte b = text[i];
      if (b == 0) {
        return i + 1;
      }
      if (!endsLine(b) || b == first || i == from + 2) {
        return i;
      }
      first = b;
      i++;
    }
    return i;
  }
}
