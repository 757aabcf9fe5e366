// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.Bytes;

/** Goes through the lines of a text without making an object for each. */
final class ByteLines {
  private final byte[] text;
  private int from;
  private int to = -1;

  ByteLines(Bytes text) {
    this.text = text.toArray();
  }

  /** Goes to the next line; false at the end. */
  boolean next() {
    from = to + 1;
    if (from >= text.length) {
      return false;
    }
    int i = from;
    while (i < text.length && text[i] != '\n') {
      i++;
    }
    to = i;
    return true;
  }

  /** The text of which {@link #from} and {@link #to} tell the line. */
  byte[] text() {
    return text;
  }

  /** Where the line begins. */
  int from() {
    return from;
  }

  /** Where the line ends, without its line feed. */
  int to() {
    return to;
  }

  boolean isEmpty() {
    return from == to;
  }

  boolean is(String ascii) {
    return to - from == ascii.length() && startsWith(ascii);
  }

  boolean startsWith(String ascii) {
    if (to - from < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (text[from + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The line without its first bytes. */
  Bytes after(int length) {
    return Bytes.of(text, from + length, to);
  }

  /** The whole line. */
  Bytes line() {
    return after(0);
  }
}
