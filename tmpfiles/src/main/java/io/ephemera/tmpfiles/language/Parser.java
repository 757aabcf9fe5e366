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
      LineProblems found = new LineProblems(file.name(), reader.number(), problems);
      if (line.length() > LineReader.LONGEST) {
        found.add(
            1,
            Problem.Level.ABORT,
            "line too long: expected at most "
                + LineReader.LONGEST
                + " bytes; rest of the file ignored");
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
      problems.add(e);
    }
  }
}
