// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;

/** Collects the problems of one line. */
final class LineProblems {
  private final String file;
  private final boolean named;
  private final int line;
  private final List<Problem> problems;

  LineProblems(SourceFile source, int line, List<Problem> problems) {
    this.file = source.name();
    this.named = source.isNamed();
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

  /** Adds a problem that ends the reading of the line. */
  void add(LineException e) {
    Problem problem = e.problem(file, line);
    problems.add(problem.level() == Problem.Level.ABORT ? aborting(problem) : problem);
  }

  /** The problem with its consequence, which depends on who named the file. */
  private Problem aborting(Problem problem) {
    return problem.withMessage(
        problem.message() + (named ? "; nothing is carried out" : "; line ignored"));
  }

  /** Ends the reading of the file. */
  void addTooLong(String message) {
    add(
        1,
        Problem.Level.ABORT,
        message + (named ? "; nothing is carried out" : "; rest of the file ignored"));
  }

  /** Adds a problem of a part of the line that only creating uses, with another level. */
  void add(LineException e, Problem.Level level) {
    Problem problem = e.problem(file, line);
    add(problem.position(), level, problem.message());
  }

  /** Adds a warning of a part of the line that only creating uses. */
  void addOfCreation(int column, String message) {
    add(position(column), Problem.Level.WARNING, message);
  }

  private void add(Position position, Problem.Level level, String message) {
    problems.add(new Problem(position, level, Problem.Kind.ONLY_CREATION, message));
  }
}
