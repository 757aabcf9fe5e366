// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.Whitespace;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file that {@code EnvironmentFile=} names (systemd.exec(5)).
 *
 * <p>A line is {@code NAME=VALUE}. A value begins with any number of quoted parts: {@code "..."},
 * in which a backslash escapes {@code "}, {@code \}, {@code $}, {@code `} and the end of the line,
 * and {@code '...'}, in which nothing is special; both may contain ends of lines, and white space
 * between them is dropped. The rest of the value is plain: a backslash makes the next character
 * ordinary, or joins the next line, quotes are characters, and white space at the end is dropped. A
 * line without {@code =} is ignored silently, one with an invalid name with a warning.
 */
public final class EnvironmentFileParser {
  private static final String ESCAPABLE = "\"\\`$";

  private final String file;
  private final String text;
  private final List<EnvironmentVariable> variables = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private EnvironmentFileParser(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * The variables of a file.
   *
   * @param file its name, as messages show it
   */
  public static EnvironmentFile parse(String file, Bytes content) {
    return new EnvironmentFileParser(file, content.latin1()).parse();
  }

  private EnvironmentFile parse() {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      return invalid(new Position(file, 0, 0), "the file contains a NUL");
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#' || c == ';') {
        skipComment();
      } else if (Whitespace.is(c)) {
        take();
      } else {
        Position position = new Position(file, line, at - lineStart + 1);
        String name = name();
        if (name.endsWith("=") && !add(name.substring(0, name.length() - 1), value(), position)) {
          return invalid(position, "a name or value is not UTF-8");
        }
      }
    }
    return new EnvironmentFile(List.copyOf(variables), List.copyOf(problems));
  }

  private static EnvironmentFile invalid(Position position, String message) {
    return new EnvironmentFile(
        List.of(), List.of(new Problem(position, Problem.Level.ERROR, message)));
  }

  /** The next character, which is passed. */
  private char take() {
    char c = text.charAt(at++);
    if (c == '\n') {
      line++;
      lineStart = at;
    }
    return c;
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r';
  }

  private boolean atLineEnd() {
    return at == text.length() || endsLine(text.charAt(at));
  }

  private void skipComment() {
    while (!atLineEnd()) {
      take();
    }
  }

  /**
   * The name before an equals sign, with this sign, or nothing on a line without one; the first
   * character is part of the name even if it is an equals sign.
   */
  private String name() {
    int start = at;
    take();
    while (!atLineEnd()) {
      if (take() == '=') {
        return text.substring(start, start + Whitespace.trimmedEnd(text.substring(start, at - 1)))
            + "=";
      }
    }
    return "";
  }

  private String value() {
    StringBuilder out = new StringBuilder();
    while (!atLineEnd()) {
      char c = text.charAt(at);
      if (c == '"') {
        take();
        doubleQuoted(out);
      } else if (c == '\'') {
        take();
        singleQuoted(out);
      } else if (Whitespace.is(c)) {
        take();
      } else {
        plain(out);
      }
    }
    return out.toString();
  }

  private void singleQuoted(StringBuilder out) {
    while (at < text.length()) {
      char c = take();
      if (c == '\'') {
        return;
      }
      out.append(c);
    }
  }

  private void doubleQuoted(StringBuilder out) {
    while (at < text.length()) {
      char c = take();
      if (c == '"') {
        return;
      }
      if (c != '\\') {
        out.append(c);
      } else if (at < text.length()) {
        escaped(take(), out);
      }
    }
  }

  private static void escaped(char c, StringBuilder out) {
    if (ESCAPABLE.indexOf(c) >= 0) {
      out.append(c);
    } else if (c != '\n') {
      out.append('\\').append(c);
    }
  }

  /** Reads the rest of a value; its end is kept up to the last escaped character. */
  private void plain(StringBuilder out) {
    int kept = out.length();
    while (!atLineEnd()) {
      char c = take();
      if (c != '\\') {
        out.append(c);
        kept = Whitespace.is(c) ? kept : out.length();
      } else if (at < text.length()) {
        char next = take();
        if (!endsLine(next)) {
          out.append(next);
        }
        kept = out.length();
      }
    }
    out.setLength(kept);
  }

  /** Adds a variable, or a warning if its name is invalid; false if it is not UTF-8. */
  private boolean add(String name, String value, Position position) {
    if (!Utf8.isValid(name) || !Utf8.isValid(value)) {
      return false;
    }
    if (!EnvironmentVariable.isName(name)) {
      problems.add(
          new Problem(
              position,
              Problem.Level.WARNING,
              "invalid name of a variable " + Excerpt.quoted(name) + "; ignored"));
      return true;
    }
    for (int i = 0; i < variables.size(); i++) {
      if (variables.get(i).name().equals(name)) {
        variables.set(i, new EnvironmentVariable(name, value, position));
        return true;
      }
    }
    variables.add(new EnvironmentVariable(name, value, position));
    return true;
  }
}
