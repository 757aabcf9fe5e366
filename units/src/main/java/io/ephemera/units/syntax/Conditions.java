// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.Whitespace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions and assertions of a unit; whether they hold is decided elsewhere.
 *
 * @param conditions in the order of effect
 * @param problems about those that are ignored
 */
public record Conditions(List<Condition> conditions, List<Problem> problems) {
  private static final String CONDITION = "Condition";
  private static final String ASSERT = "Assert";

  /**
   * Those in the section {@code Unit}. An empty value of any condition removes all conditions
   * before it, and one of any assertion all assertions. Other assignments are left alone, those of
   * unknown kinds too.
   *
   * @param assignments in the order of effect
   * @param specifiers expands the parameters
   */
  public static Conditions of(List<Assignment> assignments, Expander specifiers) {
    List<Condition> conditions = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Assignment assignment : assignments) {
      String kind = kind(assignment);
      if (kind == null) {
        continue;
      }
      boolean isAssert = assignment.key().startsWith(ASSERT);
      if (assignment.isEmpty()) {
        conditions.removeIf(condition -> condition.isAssert() == isAssert);
      } else {
        add(assignment, kind, isAssert, specifiers, conditions, problems);
      }
    }
    return new Conditions(List.copyOf(conditions), List.copyOf(problems));
  }

  /** The kind of condition that an assignment adds, or null if it adds none. */
  public static @Nullable String kind(Assignment assignment) {
    if (!assignment.section().equals("Unit")) {
      return null;
    }
    String key = assignment.key();
    String kind =
        key.startsWith(CONDITION)
            ? key.substring(CONDITION.length())
            : key.startsWith(ASSERT) ? key.substring(ASSERT.length()) : "";
    return ConditionKinds.isKnown(kind) ? kind : null;
  }

  private static void add(
      Assignment assignment,
      String kind,
      boolean isAssert,
      Expander specifiers,
      List<Condition> conditions,
      List<Problem> problems) {
    boolean path = ConditionKinds.isOfPath(kind);
    String value = assignment.value();
    boolean trigger = value.startsWith("|");
    int at = afterMark(value, 0, trigger, path);
    boolean negated = value.startsWith("!", at);
    at = afterMark(value, at, negated, path);
    Expansion expansion = specifiers.expand(value.substring(at));
    String parameter = expansion instanceof Expansion.Value expanded ? expanded.text() : "";
    String problem =
        expansion instanceof Expansion.Failed failed
            ? failed.message()
            : path ? pathProblem(parameter) : null;
    if (problem != null) {
      problems.add(new Problem(assignment.at(at), Problem.Level.WARNING, problem + "; ignored"));
      return;
    }
    conditions.add(
        new Condition(
            kind,
            trigger,
            negated,
            path ? BytePath.of(Bytes.latin1(parameter)).latin1() : parameter,
            isAssert,
            assignment.position()));
  }

  /** The index after a mark; only where the parameter is not a path, white space may follow it. */
  private static int afterMark(String value, int at, boolean marked, boolean path) {
    if (!marked) {
      return at;
    }
    return path ? at + 1 : Whitespace.skip(value, at + 1);
  }

  private static @Nullable String pathProblem(String path) {
    if (!path.startsWith("/")) {
      return "relative path " + Excerpt.quoted(path) + ": expected an absolute path";
    }
    return BytePath.of(Bytes.latin1(path)).hasDotDot()
        ? "path " + Excerpt.quoted(path) + " contains '..'"
        : null;
  }
}
