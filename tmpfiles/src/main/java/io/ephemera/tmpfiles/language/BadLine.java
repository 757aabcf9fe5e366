// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** A line that cannot be carried out; never leaves the parser. */
final class BadLine extends Exception {
  private static final long serialVersionUID = 1;

  private final int column;
  private final Problem.Level level;
  private final Problem.Kind kind;

  private BadLine(int column, Problem.Level level, Problem.Kind kind, String message) {
    super(message, null, false, false);
    this.column = column;
    this.level = level;
    this.kind = kind;
  }

  static BadLine error(int column, String message) {
    return of(column, Problem.Level.ERROR, message);
  }

  static BadLine of(int column, Problem.Level level, String message) {
    return new BadLine(column, level, Problem.Kind.GENERAL, message);
  }

  static BadLine unknownAccount(int column, String message) {
    return new BadLine(column, Problem.Level.ERROR, Problem.Kind.UNKNOWN_ACCOUNT, message);
  }

  Problem at(String file, int line) {
    return new Problem(new Position(file, line, column), level, kind, String.valueOf(getMessage()));
  }
}
