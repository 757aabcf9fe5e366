// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** A line that cannot be carried out; never leaves the parser. */
final class BadLine extends Exception {
  private static final long serialVersionUID = 1;

  private final int column;
  private final Problem.Level level;

  private BadLine(int column, Problem.Level level, String message) {
    super(message, null, false, false);
    this.column = column;
    this.level = level;
  }

  static BadLine error(int column, String message) {
    return new BadLine(column, Problem.Level.ERROR, message);
  }

  static BadLine of(int column, Problem.Level level, String message) {
    return new BadLine(column, level, message);
  }

  Problem at(String file, int line) {
    return new Problem(new Position(file, line, column), level, String.valueOf(getMessage()));
  }
}
