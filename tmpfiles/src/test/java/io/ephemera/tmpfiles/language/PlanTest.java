// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          d /x                       | d /x
          d /x 0755                  | f /x 0755
          f /x                       | p /x
          d /x - root                | d /x - 0
          d /x - - - 1d              | d /x - - - 24h
          d- /x                      | d= /x
          d+$~ /x                    | d /x
          f /x - - - - a             | f~ /x - - - - YQ==
          f+ /x - - - - a            | F /x - - - - \\x61
          L /x                       | L? /x - - - - /usr/share/factory/x
          C /x - - - - /etc          | L /x - - - - /etc
          c /x - - - - 1:3           | b /x - - - - 1:3
          v /x                       | Q /x
          w+ /x - - - - a            | w+ /x 0600 - - - b
          x /x                       | r /x
          z /x 0600                  | z /x 0700
          d /x                       | z /x 0700
          z /x 0600                  | d /x 0700
          e /x                       | d /x 0700
          """)
  void linesThatDoNotConflictAreAllKept(String first, String second) {
    Plan plan = SampleParser.DEFAULT.plan(first, second);
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.entries().stream().mapToInt(entry -> entry.lines().size()).sum()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          d /x                       | d /x 0755
          d /x                       | f /x
          d /x/                      | d //x 0700
          d /x                       | d /x - root
          d /x - - root              | d /x - - daemon
          d /x - :root               | d /x - root
          d /x 0755                  | d /x ~0755
          d /x 0755                  | d /x :0755
          d /x - - - 1d              | d /x
          d /x - - - a:1d            | d /x - - - 1d
          d /x - - - A:1d            | d /x - - - 1d
          d /x - - - ~1d             | d /x - - - 1d
          f /x - - - - a             | f /x - - - - b
          f+ /x - - - - a            | f+ /x - - - - b
          f /x                       | L /x
          c /x - - - - 1:3           | c /x - - - - 1:5
          C /x - - - - /etc          | C /x - - - - /tmp/source
          w /x - - - - a             | w /x - - - - b
          w /x - - - - a             | w+ /x - - - - b
          w+ /x - - - - a            | w /x - - - - b
          x /x - - - 1d              | r /x
          """)
  void theFirstOfTwoConflictingLinesTakesPrecedence(String first, String second) {
    Plan plan = SampleParser.DEFAULT.plan(first, second);
    assertThat(plan.entries())
        .singleElement()
        .extracting(Plan.PathLines::lines)
        .isEqualTo(SampleParser.DEFAULT.parse(first).lines());
    assertThat(plan.problems())
        .singleElement()
        .extracting(problem -> problem.position().toString())
        .isEqualTo("test.conf:2:1");
    assertThat(plan.problems().getFirst().level()).isEqualTo(Problem.Level.NOTICE);
    assertThat(plan.problems().getFirst().message()).contains("test.conf:1:1");
  }

  @Test
  void anIgnoredLineConflictsWithNoOther() {
    Plan plan = SampleParser.DEFAULT.plan("d /x 0755", "f /x 0700", "d /x 0700", "d /x 0755");
    assertThat(plan.problems()).hasSize(2);
    assertThat(plan.entries().getFirst().lines()).hasSize(2);
  }

  @Test
  void owningLinesComeBeforeAdjustingLines() {
    Plan plan = SampleParser.DEFAULT.plan("p /x", "f /x", "p /x");
    assertThat(letters(plan)).containsExactly("fpp");
    plan =
        SampleParser.DEFAULT.plan(
            "z /x",
            "t /x - - - - user.a=b",
            "w /x - - - - a",
            "a /x - - - - u::r",
            "m /x",
            "Z /x",
            "h /x - - - - i");
    assertThat(letters(plan)).containsExactly("wZahmtz");
  }

  private static List<String> letters(Plan plan) {
    return plan.entries().stream().map(PlanTest::letters).toList();
  }

  private static String letters(Plan.PathLines entry) {
    StringBuilder letters = new StringBuilder();
    for (Line line : entry.lines()) {
      letters.append(line.type().letter());
    }
    return letters.toString();
  }

  private static List<String> paths(List<Plan.PathLines> entries) {
    return entries.stream().map(entry -> entry.path() + (entry.glob() ? "(glob)" : "")).toList();
  }

  @Test
  void linesThatAppendKeepTheirOrder() {
    Plan plan = SampleParser.DEFAULT.plan("w+ /x - - - - b", "w+ /x - - - - a");
    assertThat(plan.entries().getFirst().lines())
        .isEqualTo(SampleParser.DEFAULT.parse("w+ /x - - - - b\nw+ /x - - - - a").lines());
  }

  @Test
  void parentsAreCreatedFirstAndPatternsLast() {
    Plan plan =
        SampleParser.DEFAULT.plan(
            "f /q/b", "e /q", "d /q", "f /q/a", "z /q/*", "d /q/z/y", "d /q/z", "d /s", "z /q/*/x");
    assertThat(paths(plan.creating()))
        .containsExactly(
            "/q", "/q/b", "/q/a", "/q/z", "/q/z/y", "/s", "/q(glob)", "/q/*(glob)", "/q/*/x(glob)");
    assertThat(paths(plan.entries()))
        .containsExactly(
            "/q/b", "/q", "/q/a", "/q/z/y", "/q/z", "/s", "/q(glob)", "/q/*(glob)", "/q/*/x(glob)");
  }

  @Test
  void childrenAndPatternsAreRemovedBeforeTheirParents() {
    Plan plan =
        SampleParser.DEFAULT.plan("d /q", "R /q/*", "D /q/z", "r /q/z/f", "r /q/z/f/g", "d /s");
    assertThat(paths(plan.removing()))
        .containsExactly("/q/z/f/g(glob)", "/q/z/f(glob)", "/q/z", "/q/*(glob)", "/q", "/s");
  }

  @Test
  void theParentIsTheNearestPathAbovePlainBeforePattern() {
    Plan plan =
        SampleParser.DEFAULT.plan("e /a", "d /a", "f /a/b/c", "e /p", "f /p/q", "d /", "f /s");
    assertThat(plan.entries())
        .extracting(
            entry -> entry.parent() == null ? "none" : paths(List.of(entry.parent())).getFirst())
        .containsExactly("/", "/a", "/p(glob)", "none", "/", "/", "/");
  }
}
