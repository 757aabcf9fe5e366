// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;

/** Collects the problems of one line. */
final class LineProblems {
  private final String file;
  private final int line;
  private final List<Problem> problems;

  LineProblems(String file, int line, List<Problem> problems) {
    this.file = file;
    this.line = line;
    this.problems = problems;
  }

  Position position(int column) {
    return new Position(file, line, column);
  }

  void add(int column, Problem.Level level, String message) {
    problems.add(new Problem(position(column), level, message));
  }

  void addLegacyRun(int column, String message) {
    problems.add(
        new Problem(position(column), Problem.Level.NOTICE, Problem.Kind.LEGACY_RUN, message));
  }

  void add(LineException e) {
    problems.add(e.problem(file, line));
  }

  /** Adds a problem of a part of the line, with another level. */
  void add(LineException e, Problem.Level level) {
    Problem problem = e.problem(file, line);
    problems.add(new Problem(problem.position(), level, problem.message()));
  }
}
