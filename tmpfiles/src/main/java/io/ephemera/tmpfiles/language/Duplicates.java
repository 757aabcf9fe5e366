// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds lines that contradict an earlier line for the same path. */
final class Duplicates {
  private Duplicates() {}

  /** The earlier line that a line contradicts, or null. */
  static @Nullable Line contradicted(List<Line> earlier, Line line) {
    if (!line.type().isOwning()) {
      return null;
    }
    for (Line other : earlier) {
      if (other.type().isOwning() && !isCompatible(line, other)) {
        return other;
      }
    }
    return null;
  }

  /**
   * Types and modifiers are not compared, except that any number of lines can append to one file.
   */
  private static boolean isCompatible(Line one, Line other) {
    if (one.action().appends() && other.action().appends()) {
      return true;
    }
    return sameMode(one.mode(), other.mode())
        && sameOwner(one.user(), other.user())
        && sameOwner(one.group(), other.group())
        && sameAge(one.age(), other.age())
        && one.action().argument().equals(other.action().argument());
  }

  private static boolean sameMode(Mode one, Mode other) {
    return one.bits() == other.bits()
        && one.explicit() == other.explicit()
        && one.masked() == other.masked()
        && one.onlyCreate() == other.onlyCreate();
  }

  private static boolean sameOwner(@Nullable Owner one, @Nullable Owner other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.id() == other.id() && one.onlyCreate() == other.onlyCreate();
  }

  private static boolean sameAge(@Nullable Age one, @Nullable Age other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return one.micros() == other.micros()
        && one.keepFirstLevel() == other.keepFirstLevel()
        && Objects.equals(one.files(), other.files())
        && Objects.equals(one.directories(), other.directories());
  }

  static Problem problem(Line earlier, Line line) {
    return new Problem(
        line.position(),
        Problem.Level.NOTICE,
        Problem.Kind.DUPLICATE,
        "duplicate line for "
            + Excerpt.quoted(line.path())
            + ": conflicts with "
            + earlier.position()
            + ", which takes precedence; ignored");
  }
}
