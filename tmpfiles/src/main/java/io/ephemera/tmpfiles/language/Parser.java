// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.ArrayList;
import java.util.List;

/** Reads tmpfiles.d(5) files. As thread-safe as its context. */
public final class Parser {
  private final ParseContext context;

  /** A parser in a context. */
  public Parser(ParseContext context) {
    this.context = context;
  }

  /**
   * The lines of a file that are used in this context, and the problems of the file. No content
   * makes it throw an exception.
   */
  public ParsedFile parse(SourceFile file) {
    List<Line> lines = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    LineReader reader = new LineReader(file.content(), file.kind() == SourceFile.Kind.ARGUMENTS);
    String line = reader.next();
    while (line != null) {
      LineProblems found = new LineProblems(file, reader.number(), problems);
      if (line.length() > LineReader.LONGEST) {
        found.addTooLong("line too long: expected at most " + LineReader.LONGEST + " bytes");
        break;
      }
      parse(line, found, lines);
      line = reader.next();
    }
    return new ParsedFile(lines, problems);
  }

  private void parse(String text, LineProblems problems, List<Line> lines) {
    try {
      Line line = new LineParser(context, problems, text).parse();
      if (line != null) {
        lines.add(line);
      }
    } catch (LineException e) {
      problems.add(
          isInComment(text, e.column()) ? e.with("; a comment needs a line of its own") : e);
    }
  }

  /** Whether a column is at or behind what looks like a comment at the end of a line. */
  private static boolean isInComment(String text, int column) {
    int mark = text.indexOf('#', 1);
    while (mark > 0 && mark < column) {
      if (Whitespace.is(text.charAt(mark - 1))) {
        return true;
      }
      mark = text.indexOf('#', mark + 1);
    }
    return false;
  }
}
