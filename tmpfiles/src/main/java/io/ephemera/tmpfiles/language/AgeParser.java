// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the age of a line. The usual sets are no EnumSets: these find out by reflection which
 * constants there are, which a start would notice.
 */
final class AgeParser {
  private static final Set<Timestamp> FILES =
      Set.of(Timestamp.ACCESS, Timestamp.BIRTH, Timestamp.CHANGE, Timestamp.MODIFICATION);

  /** Without the change time, which deleting what is inside sets. */
  private static final Set<Timestamp> DIRECTORIES =
      Set.of(Timestamp.ACCESS, Timestamp.BIRTH, Timestamp.MODIFICATION);

  private final Field field;
  private final LineType type;

  private AgeParser(Field field, LineType type) {
    this.field = field;
    this.type = type;
  }

  /** The age, or null where the line says nothing. */
  static @Nullable Age parse(Field field, LineType type) throws BadLine {
    return field.isUnset() ? null : new AgeParser(field, type).parse();
  }

  private Age parse() throws BadLine {
    String text = field.text();
    boolean keepFirstLevel = text.charAt(0) == '~';
    if (keepFirstLevel && type == LineType.REMOVE) {
      throw BadLine.error(
          field.columnOf(0),
          "'~' has no meaning for 'r', which enters no directory: expected an age without it");
    }
    int from = keepFirstLevel ? 1 : 0;
    int colon = text.indexOf(':', from);
    Set<Timestamp> files = FILES;
    Set<Timestamp> directories = DIRECTORIES;
    if (colon >= 0) {
      files = classes(from, colon, "abcm", FILES);
      directories = classes(from, colon, "ABCM", DIRECTORIES);
      from = colon + 1;
    }
    return new Age(TimeSpan.parse(field, from), keepFirstLevel, files, directories);
  }

  /** The timestamps of one kind of object, checking all letters on the way. */
  private Set<Timestamp> classes(int from, int to, String letters, Set<Timestamp> otherwise)
      throws BadLine {
    EnumSet<Timestamp> found = EnumSet.noneOf(Timestamp.class);
    boolean any = false;
    for (int i = from; i < to; i++) {
      char c = field.text().charAt(i);
      if (Whitespace.is(c)) {
        continue;
      }
      any = true;
      if ("abcmABCM".indexOf(c) < 0) {
        throw wrongClass(i);
      }
      int index = letters.indexOf(c);
      if (index >= 0) {
        found.add(timestamp(index));
      }
    }
    if (!any) {
      throw wrongClass(from);
    }
    return found.isEmpty() ? otherwise : Collections.unmodifiableSet(found);
  }

  private static Timestamp timestamp(int index) {
    return switch (index) {
      case 0 -> Timestamp.ACCESS;
      case 1 -> Timestamp.BIRTH;
      case 2 -> Timestamp.CHANGE;
      default -> Timestamp.MODIFICATION;
    };
  }

  /** The words are those that scripts look for in the output of systemd-tmpfiles(8). */
  private BadLine wrongClass(int index) {
    return BadLine.error(
        field.columnOf(index),
        "Invalid age "
            + Show.quoted(field.text())
            + ": expected letters of 'abcm' for files and 'ABCM' for directories before ':'");
  }
}
