// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.tmpfiles.language.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads the values of {@code Environment=}, {@code UnsetEnvironment=} and {@code PassEnvironment=}
 * (systemd.exec(5)). An invalid item is ignored with a warning; an invalid quote or escape sequence
 * ends the value. An empty value, which resets the setting, gives no items.
 */
public final class EnvironmentValues {
  private EnvironmentValues() {}

  /** The variables of an {@code Environment=}, in order. */
  public record Variables(List<EnvironmentVariable> variables, List<Problem> problems) {}

  /** The items of an {@code UnsetEnvironment=} or {@code PassEnvironment=}, in order. */
  public record Names(List<String> names, List<Problem> problems) {}

  /** The variables of an {@code Environment=}. */
  public static Variables environment(Assignment assignment, Expander specifiers) {
    List<Problem> problems = new ArrayList<>();
    List<EnvironmentVariable> variables = new ArrayList<>();
    for (Word word :
        items(
            assignment,
            WordStyle.DECODED,
            specifiers,
            EnvironmentVariable::isAssignment,
            "NAME=VALUE",
            problems)) {
      int equals = word.text().indexOf('=');
      variables.add(
          new EnvironmentVariable(
              word.text().substring(0, equals),
              word.text().substring(equals + 1),
              assignment.at(word.index())));
    }
    return new Variables(List.copyOf(variables), List.copyOf(problems));
  }

  /** The items of an {@code UnsetEnvironment=}: {@code NAME}, or {@code NAME=VALUE}. */
  public static Names unset(Assignment assignment, Expander specifiers) {
    return names(
        assignment,
        WordStyle.DECODED,
        specifiers,
        text -> EnvironmentVariable.isName(text) || EnvironmentVariable.isAssignment(text),
        "NAME or NAME=VALUE");
  }

  /** The names of a {@code PassEnvironment=}. */
  public static Names pass(Assignment assignment, Expander specifiers) {
    return names(assignment, WordStyle.QUOTED, specifiers, EnvironmentVariable::isName, "NAME");
  }

  private static Names names(
      Assignment assignment,
      WordStyle style,
      Expander specifiers,
      Predicate<String> valid,
      String expected) {
    List<Problem> problems = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Word word : items(assignment, style, specifiers, valid, expected, problems)) {
      names.add(word.text());
    }
    return new Names(List.copyOf(names), List.copyOf(problems));
  }

  private static List<Word> items(
      Assignment assignment,
      WordStyle style,
      Expander specifiers,
      Predicate<String> valid,
      String expected,
      List<Problem> problems) {
    WordList words = Words.split(assignment.value(), style);
    List<Word> items = new ArrayList<>();
    for (Word word : words.words()) {
      Expansion expansion = specifiers.expand(word.text());
      if (expansion instanceof Expansion.Failed failed) {
        problems.add(ignored(assignment, word.index(), failed.message()));
      } else if (expansion instanceof Expansion.Value value && valid.test(value.text())) {
        items.add(new Word(value.text(), word.index()));
      } else {
        problems.add(
            ignored(
                assignment,
                word.index(),
                "invalid item " + Excerpt.quoted(word.text()) + ": expected " + expected));
      }
    }
    WordList.Invalid invalid = words.invalid();
    if (invalid != null) {
      problems.add(
          new Problem(
              assignment.at(invalid.index()),
              Problem.Level.WARNING,
              invalid.message() + "; the rest of the value is ignored"));
    }
    return items;
  }

  private static Problem ignored(Assignment assignment, int index, String message) {
    return new Problem(assignment.at(index), Problem.Level.WARNING, message + "; ignored");
  }
}
