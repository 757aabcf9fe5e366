// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the age of a line. The usual sets are not of type {@link EnumSet}, which looks up the
 * constants by reflection and would slow down every start.
 */
final class AgeParser {
  private static final Set<Timestamp> FILES =
      Set.of(Timestamp.ACCESS, Timestamp.BIRTH, Timestamp.CHANGE, Timestamp.MODIFICATION);

  /** Without the change time, which cleaning itself sets by removing entries. */
  private static final Set<Timestamp> DIRECTORIES =
      Set.of(Timestamp.ACCESS, Timestamp.BIRTH, Timestamp.MODIFICATION);

  private static final String FILE_LETTERS = "abcm";
  private static final String DIRECTORY_LETTERS = "ABCM";

  /** The timestamps of the letters. */
  private static final Timestamp[] BY_LETTER = {
    Timestamp.ACCESS, Timestamp.BIRTH, Timestamp.CHANGE, Timestamp.MODIFICATION
  };

  private final Field field;
  private final LineType type;

  private AgeParser(Field field, LineType type) {
    this.field = field;
    this.type = type;
  }

  /** The age, or null if the field is not set. */
  static @Nullable Age parse(Field field, LineType type) throws LineException {
    return field.isUnset() ? null : new AgeParser(field, type).parse();
  }

  private Age parse() throws LineException {
    String text = field.text();
    boolean keepFirstLevel = text.charAt(0) == '~';
    if (keepFirstLevel && type == LineType.REMOVE) {
      throw LineException.error(
          field.columnOf(0),
          "'~' cannot be used with type 'r', which enters no directory: expected an age without it");
    }
    int from = keepFirstLevel ? 1 : 0;
    int colon = text.indexOf(':', from);
    Set<Timestamp> files = FILES;
    Set<Timestamp> directories = DIRECTORIES;
    if (colon >= 0) {
      files = timestamps(from, colon, FILE_LETTERS, FILES);
      directories = timestamps(from, colon, DIRECTORY_LETTERS, DIRECTORIES);
      from = colon + 1;
    }
    return new Age(TimeSpan.parse(field, from), keepFirstLevel, files, directories);
  }

  /** The timestamps of files or directories; all letters are checked. */
  private Set<Timestamp> timestamps(int from, int to, String letters, Set<Timestamp> otherwise)
      throws LineException {
    EnumSet<Timestamp> found = EnumSet.noneOf(Timestamp.class);
    boolean any = false;
    for (int i = from; i < to; i++) {
      char c = field.text().charAt(i);
      if (Whitespace.is(c)) {
        continue;
      }
      any = true;
      if (FILE_LETTERS.indexOf(c) < 0 && DIRECTORY_LETTERS.indexOf(c) < 0) {
        throw wrongLetter(i);
      }
      int index = letters.indexOf(c);
      if (index >= 0) {
        found.add(BY_LETTER[index]);
      }
    }
    if (!any) {
      throw wrongLetter(from);
    }
    return found.isEmpty() ? otherwise : Collections.unmodifiableSet(found);
  }

  /** "Invalid age" is what scripts look for in the output of systemd-tmpfiles(8). */
  private LineException wrongLetter(int index) {
    return LineException.error(
        field.columnOf(index),
        "Invalid age "
            + Excerpt.quoted(field.text())
            + ": expected letters of 'abcm' for files and 'ABCM' for directories before ':'");
  }
}
