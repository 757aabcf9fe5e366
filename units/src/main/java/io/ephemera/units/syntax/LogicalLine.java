// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Whitespace;
import java.util.ArrayList;
import java.util.List;

/** A line of a unit file, joined from the lines that continue each other. */
final class LogicalLine {
  private final String file;
  private final StringBuilder text = new StringBuilder();
  private final List<Assignment.Joint> parts = new ArrayList<>();

  LogicalLine(String file) {
    this.file = file;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  int length() {
    return text.length();
  }

  /**
   * Appends a line of the file from an index on.
   *
   * @return whether the next line continues it: it ends with a backslash that is not escaped
   */
  boolean append(String line, int from, int number) {
    parts.add(new Assignment.Joint(text.length(), number, from + 1));
    text.append(line, from, line.length());
    int backslashes = 0;
    while (backslashes < line.length() - from
        && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    boolean continues = backslashes % 2 == 1;
    if (continues) {
      text.setCharAt(text.length() - 1, ' ');
    }
    return continues;
  }

  String text() {
    return text.toString();
  }

  void clear() {
    text.setLength(0);
    parts.clear();
  }

  /** The position of a character in the file. */
  Position at(int index) {
    Assignment.Joint part = parts.getFirst();
    for (Assignment.Joint next : parts) {
      if (next.index() <= index) {
        part = next;
      }
    }
    return new Position(file, part.line(), part.column() + index - part.index());
  }

  /** The assignment with this value, from one index to another (exclusive). */
  Assignment assignment(String section, String key, int from, int to) {
    int start = Math.min(Whitespace.skip(text(), from), to);
    List<Assignment.Joint> joints = new ArrayList<>();
    for (Assignment.Joint part : parts) {
      if (part.index() > start && part.index() < to) {
        joints.add(new Assignment.Joint(part.index() - start, part.line(), part.column()));
      }
    }
    return new Assignment(section, key, text.substring(start, to), at(start), List.copyOf(joints));
  }
}
