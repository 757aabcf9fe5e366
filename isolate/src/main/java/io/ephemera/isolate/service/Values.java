// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Booleans;
import io.ephemera.units.syntax.Expander;
import io.ephemera.units.syntax.Expansion;
import io.ephemera.units.syntax.Word;
import io.ephemera.units.syntax.WordList;
import io.ephemera.units.syntax.WordStyle;
import io.ephemera.units.syntax.Words;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of one unit as systemd does: what is wrong is ignored with a warning, and the rest
 * counts.
 */
final class Values {
  private final Expander specifiers;
  private final List<Problem> problems = new ArrayList<>();

  Values(Expander specifiers) {
    this.specifiers = specifiers;
  }

  Expander specifiers() {
    return specifiers;
  }

  List<Problem> problems() {
    return problems;
  }

  void addAll(List<Problem> found) {
    problems.addAll(found);
  }

  /** Those of a file that need not be valid. */
  void addWarnings(List<Problem> found) {
    for (Problem problem : found) {
      problems.add(new Problem(problem.position(), Problem.Level.WARNING, problem.message()));
    }
  }

  /** Reports a value, or a part of one, that is ignored. */
  void warn(Assignment assignment, int index, String message) {
    problems.add(
        new Problem(
            assignment.at(index),
            Problem.Level.WARNING,
            assignment.key() + "=: " + message + "; ignored"));
  }

  /** Reports parts of a value that are ignored. */
  void warnOf(Assignment assignment, List<WordList.Invalid> invalid) {
    for (WordList.Invalid one : invalid) {
      warn(assignment, one.index(), one.message());
    }
  }

  /** Reports a value for which systemd refuses the unit. */
  void refuse(Assignment assignment, String message) {
    problems.add(
        new Problem(
            assignment.position(), Problem.Level.ERROR, assignment.key() + "=: " + message));
  }

  /** The words of a value, with specifiers not yet expanded. */
  List<Word> words(Assignment assignment, WordStyle style) {
    WordList words = Words.split(assignment.value(), style);
    WordList.Invalid invalid = words.invalid();
    if (invalid != null) {
      warn(assignment, invalid.index(), invalid.message());
    }
    return words.words();
  }

  /** A text with its specifiers expanded, or null with a warning. */
  @Nullable String expand(Assignment assignment, int index, String text) {
    Expansion expansion = specifiers.expand(text);
    if (expansion instanceof Expansion.Value value) {
      return value.text();
    }
    if (expansion instanceof Expansion.Failed failed) {
      warn(assignment, index, failed.message());
    }
    return null;
  }

  /** The whole value with its specifiers expanded, or null with a warning. */
  @Nullable String expand(Assignment assignment) {
    return expand(assignment, 0, assignment.value());
  }

  /** An absolute path without {@code ..}, in its simplest spelling, or null with a warning. */
  @Nullable BytePath path(Assignment assignment, int index, String text) {
    String expanded = expand(assignment, index, text);
    if (expanded == null) {
      return null;
    }
    BytePath path = BytePath.of(Bytes.latin1(expanded));
    if (!path.isAbsolute() || path.hasDotDot()) {
      warn(
          assignment,
          index,
          "invalid path " + Excerpt.quoted(expanded) + ": expected an absolute one without '..'");
      return null;
    }
    return BytePath.ROOT.append(path);
  }

  /** Yes or no, or null with a warning. */
  @Nullable Boolean bool(Assignment assignment) {
    Boolean value = Booleans.parse(assignment.value());
    if (value == null) {
      warn(
          assignment,
          0,
          "invalid value " + Excerpt.quoted(assignment.value()) + ": expected yes or no");
    }
    return value;
  }

  /** A number in a range, or null with a warning. */
  @Nullable Integer number(Assignment assignment, int least, int most) {
    try {
      int value = Integer.parseInt(assignment.value());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    warn(
        assignment,
        0,
        "invalid value "
            + Excerpt.quoted(assignment.value())
            + ": expected a number from "
            + least
            + " to "
            + most);
    return null;
  }

  /** One of some words, or null with a warning. */
  @Nullable String choice(Assignment assignment, String... words) {
    for (String word : words) {
      if (word.equals(assignment.value())) {
        return word;
      }
    }
    warn(
        assignment,
        0,
        "invalid value "
            + Excerpt.quoted(assignment.value())
            + ": expected "
            + String.join(", ", words));
    return null;
  }
}
