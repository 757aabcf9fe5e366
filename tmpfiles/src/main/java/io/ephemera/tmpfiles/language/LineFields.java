// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The positions of the fields of lines in their files. Lines do not carry them, because only checks
 * need them. Not thread-safe.
 */
public final class LineFields {
  private final List<SourceFile> sources;
  private final Map<String, Map<Integer, String>> texts = new HashMap<>();

  /** The fields of a line, in their order. */
  public enum Part {
    /** The type with its modifiers. */
    TYPE,
    /** The path or pattern. */
    PATH,
    /** The mode. */
    MODE,
    /** The user. */
    USER,
    /** The group. */
    GROUP,
    /** The age. */
    AGE,
    /** The argument. */
    ARGUMENT
  }

  /** The fields of lines from these files. */
  public LineFields(List<SourceFile> sources) {
    this.sources = List.copyOf(sources);
  }

  /** The position of a field of a line. */
  public Position of(Line line, Part part) {
    Position start = line.position();
    String text = texts.computeIfAbsent(start.file(), this::read).get(start.line());
    return text == null
        ? start
        : new Position(start.file(), start.line(), column(text, part, start.column()));
  }

  /** The text of the line at a position, with single blanks; empty if there is none. */
  public String text(Position position) {
    String text = texts.computeIfAbsent(position.file(), this::read).get(position.line());
    return text == null ? "" : text.strip().replaceAll("[ \t]+", " ");
  }

  private static int column(String text, Part part, int otherwise) {
    try {
      FieldScanner scanner = new FieldScanner(text);
      for (Part before : Part.values()) {
        if (before == part) {
          break;
        }
        scanner.next();
      }
      return scanner.column();
    } catch (LineException notALineAtAll) {
      return otherwise;
    }
  }

  private Map<Integer, String> read(String file) {
    Map<Integer, String> lines = new HashMap<>();
    for (SourceFile source : sources) {
      if (source.name().equals(file)) {
        LineReader reader =
            new LineReader(source.content(), source.kind() == SourceFile.Kind.ARGUMENTS);
        for (@Nullable String line = reader.next(); line != null; line = reader.next()) {
          lines.putIfAbsent(reader.number(), line);
        }
      }
    }
    return lines;
  }
}
