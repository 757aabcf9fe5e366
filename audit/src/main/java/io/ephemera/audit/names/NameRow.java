// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

import java.util.List;
import java.util.Locale;

/**
 * What is known of one or several names that belong together. Texts are for messages, and may be
 * empty.
 *
 * @param paths the names, with placeholders such as {@code <pid>}
 * @param program which program uses them
 * @param kind what they are: socket, lock, pid file, cache ...
 * @param predictable whether another user can know the name before it is made
 * @param hijackable whether another user can do harm by making it first
 * @param why why that is so
 * @param rightPlace where it belongs
 * @param setting what moves it there
 * @param source where more is said
 * @param verification how the row was verified
 */
public record NameRow(
    List<String> paths,
    String program,
    String kind,
    Judgement predictable,
    Judgement hijackable,
    String why,
    String rightPlace,
    String setting,
    String source,
    Verification verification) {
  private static final String COLUMN = "\t";
  private static final String PATH = ", ";
  private static final int COLUMNS = 11;

  /** Reads a line of the table. */
  static NameRow parse(String line) {
    String[] columns = line.split(COLUMN, -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(
          columns.length + " columns instead of " + COLUMNS + ": " + line);
    }
    if (columns[1].isEmpty() || columns[3].isEmpty() || columns[4].isEmpty()) {
      throw new IllegalArgumentException("a column is empty: " + line);
    }
    return new NameRow(
        paths(line),
        columns[1],
        columns[2],
        Judgement.parse(columns[3]),
        Judgement.parse(columns[4]),
        columns[5],
        columns[6],
        columns[7],
        columns[8],
        new Verification(
            Verification.Grade.valueOf(columns[9].toUpperCase(Locale.ROOT)), columns[10]));
  }

  /**
   * Whether another user can know such a name before it is made, and gains by making it first. What
   * holds for some of the names only, in both respects, is not enough.
   */
  public boolean isClaimable() {
    Judgement.Answer known = predictable.answer();
    Judgement.Answer gains = hijackable.answer();
    return known != Judgement.Answer.NO
        && gains != Judgement.Answer.NO
        && (known == Judgement.Answer.YES || gains == Judgement.Answer.YES);
  }

  /** The names of a line, without reading the rest of it. */
  static List<String> paths(String line) {
    int end = line.indexOf(COLUMN);
    return List.of(line.substring(0, Math.max(end, 0)).split(PATH, -1));
  }
}
