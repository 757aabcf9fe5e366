// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.tmpfiles.language.LineReader;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.Whitespace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a unit file or a drop-in (systemd.syntax(7)).
 *
 * <p>A line ends with a newline, a carriage return, both, or a NUL. Lines that begin with {@code #}
 * or {@code ;} are comments, also between lines that continue each other. Lines that systemd
 * ignores are left out with a warning. A line that is not UTF-8, an invalid section header and a
 * line that is too long end the reading, as they do in systemd, which then refuses the unit, or
 * ignores the rest of the drop-in.
 */
public final class UnitParser {
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final String EXTENSION = "X-";
  private static final String UNSAFE_IN_HEADER = "\"'\\*?[\u007f";

  private final String file;
  private final String typeSection;
  private final Problem.Level fatal;
  private final LogicalLine line;
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable String section;
  private boolean sectionIsIgnored;

  private UnitParser(String file, String typeSection, Problem.Level fatal) {
    this.file = file;
    this.typeSection = typeSection;
    this.fatal = fatal;
    this.line = new LogicalLine(file);
  }

  /**
   * What a unit file contains.
   *
   * @param file its name, as messages show it
   * @param typeSection the section of the type of the unit, such as {@code Service}; {@code Unit}
   *     and {@code Install} are known for all types
   */
  public static ParsedUnit parseFragment(String file, Bytes content, String typeSection) {
    return new UnitParser(file, typeSection, Problem.Level.ERROR).parse(content);
  }

  /** What a drop-in contains; see {@link #parseFragment}. Each problem in it is a warning. */
  public static ParsedUnit parseDropIn(String file, Bytes content, String typeSection) {
    return new UnitParser(file, typeSection, Problem.Level.WARNING).parse(content);
  }

  private ParsedUnit parse(Bytes content) {
    boolean complete = readLines(content);
    return new ParsedUnit(List.copyOf(assignments), List.copyOf(problems), complete);
  }

  private boolean readLines(Bytes content) {
    LineReader reader = new LineReader(content);
    boolean marked = false;
    for (String text = reader.nextLine(); text != null; text = reader.nextLine()) {
      if (text.length() > LineReader.LONGEST) {
        return stop(new Position(file, reader.number(), 1), "line is too long");
      }
      if (isComment(text)) {
        continue;
      }
      boolean mark = !marked && text.startsWith(BYTE_ORDER_MARK);
      marked |= mark;
      boolean continues = line.append(text, mark ? BYTE_ORDER_MARK.length() : 0, reader.number());
      if (line.length() > LineReader.LONGEST + 1) {
        return stop(line.at(0), "line is too long with the lines that continue it");
      }
      if (!continues && !finishLine()) {
        return false;
      }
    }
    return line.isEmpty() || finishLine();
  }

  private static boolean isComment(String text) {
    int first = Whitespace.skip(text, 0);
    return first < text.length() && (text.charAt(first) == '#' || text.charAt(first) == ';');
  }

  private boolean finishLine() {
    boolean continues = interpret(line.text());
    line.clear();
    return continues;
  }

  /** Reads a joined line; false if it ends the reading. */
  private boolean interpret(String text) {
    int end = Whitespace.trimmedEnd(text);
    int start = Whitespace.skip(text, 0);
    if (start >= end) {
      return true;
    }
    if (!Utf8.isValid(text)) {
      return stop(line.at(start), "line is not UTF-8: " + Excerpt.quoted(text));
    }
    if (text.charAt(start) == '[') {
      return header(text.substring(start, end), start);
    }
    if (section == null) {
      if (!sectionIsIgnored) {
        warn(start, "assignment outside of a section; ignored");
      }
      return true;
    }
    assign(section, text, start, end);
    return true;
  }

  private boolean header(String text, int start) {
    String name = text.endsWith("]") ? text.substring(1, text.length() - 1) : "";
    if (name.isEmpty() || !isSafe(name)) {
      return stop(
          line.at(start),
          "invalid section header " + Excerpt.quoted(text) + ": expected a name in brackets");
    }
    boolean known = name.equals("Unit") || name.equals("Install") || name.equals(typeSection);
    section = known ? name : null;
    sectionIsIgnored = !known;
    if (!known && !name.startsWith(EXTENSION)) {
      warn(start, "unknown section " + Excerpt.quoted(text) + "; ignored");
    }
    return true;
  }

  private static boolean isSafe(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < ' ' || UNSAFE_IN_HEADER.indexOf(name.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private void assign(String known, String text, int start, int end) {
    int equals = text.indexOf('=', start);
    if (equals < 0) {
      warn(start, "missing '=' in " + Excerpt.quoted(text.substring(start, end)) + "; ignored");
      return;
    }
    String key = text.substring(start, equals);
    key = key.substring(0, Whitespace.trimmedEnd(key));
    if (key.isEmpty()) {
      warn(start, "missing name before '='; ignored");
    } else if (!key.startsWith(EXTENSION)) {
      assignments.add(line.assignment(known, key, equals + 1, end));
    }
  }

  private void warn(int index, String message) {
    problems.add(new Problem(line.at(index), Problem.Level.WARNING, message));
  }

  private boolean stop(Position position, String message) {
    String consequence = fatal == Problem.Level.ERROR ? "" : "; the rest of this file is ignored";
    problems.add(new Problem(position, fatal, message + consequence));
    return false;
  }
}
