// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.ArrayList;
import java.util.List;

/** Reads tmpfiles.d(5) files. Without state of its own; as thread-safe as its environment. */
public final class Parser {
  private final Environment environment;

  /** A parser of lines that mean what they mean in this environment. */
  public Parser(Environment environment) {
    this.environment = environment;
  }

  /**
   * The lines of a file that count here, and what is wrong with the others; nothing in a file makes
   * it throw.
   */
  public Parsed parse(SourceFile file) {
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
            "the line is too long: expected at most "
                + LineReader.LONGEST
                + " bytes; the rest of the file is not read");
        break;
      }
      parse(line, found, lines);
      line = reader.next();
    }
    return new Parsed(lines, problems);
  }

  private void parse(String text, LineProblems problems, List<Line> lines) {
    try {
      Line line = new LineParser(environment, problems, text).parse();
      if (line != null) {
        lines.add(line);
      }
    } catch (BadLine bad) {
      problems.add(bad);
    }
  }
}
