// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Ends the reading of a line, or of a part of it, with a problem; never leaves this package. */
final class LineException extends Exception {
  private static final long serialVersionUID = 1;

  private final int column;
  private final Problem.Level level;
  private final Problem.Kind kind;

  private LineException(int column, Problem.Level level, Problem.Kind kind, String message) {
    super(message, null, false, false);
    this.column = column;
    this.level = level;
    this.kind = kind;
  }

  static LineException error(int column, String message) {
    return of(column, Problem.Level.ERROR, message);
  }

  static LineException of(int column, Problem.Level level, String message) {
    return new LineException(column, level, Problem.Kind.GENERAL, message);
  }

  static LineException unknownAccount(int column, String message) {
    return new LineException(column, Problem.Level.ERROR, Problem.Kind.UNKNOWN_ACCOUNT, message);
  }

  /** Where the problem is. */
  int column() {
    return column;
  }

  /** The same problem with more words. */
  LineException with(String more) {
    return new LineException(column, level, kind, getMessage() + more);
  }

  /** The problem, in a line of a file. */
  Problem problem(String file, int line) {
    return new Problem(new Position(file, line, column), level, kind, String.valueOf(getMessage()));
  }
}
