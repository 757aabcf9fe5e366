// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.tmpfiles.language.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions as the property Conditions of systemd 262 lists them. */
class ConditionsTest {
  private static Conditions parse(String... lines) {
    List<Assignment> assignments = new ArrayList<>();
    for (String line : lines) {
      int equals = line.indexOf('=');
      assignments.add(
          new Assignment(
              "Unit",
              line.substring(0, equals),
              line.substring(equals + 1),
              new Position("a.service", assignments.size() + 2, equals + 2)));
    }
    return Conditions.of(assignments, Samples::expand);
  }

  private static String text(Condition condition) {
    return (condition.isAssert() ? "assert " : "")
        + (condition.isTrigger() ? "|" : "")
        + (condition.isNegated() ? "!" : "")
        + condition.kind()
        + " "
        + condition.parameter();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          ConditionPathExists=/a            ~ 'PathExists /a'
          ConditionPathExists=|!/a//b/      ~ '|!PathExists /a/b'
          ConditionPathExists=/a%i%%        ~ 'PathExists /a%'
          ConditionPathExistsGlob=/a*//b/   ~ 'PathExistsGlob /a*/b'
          ConditionDirectoryNotEmpty=|!/x   ~ '|!DirectoryNotEmpty /x'
          ConditionNeedsUpdate=/etc         ~ 'NeedsUpdate /etc'
          ConditionHost=%n                  ~ 'Host name'
          ConditionHost=| !x                ~ '|!Host x'
          ConditionHost=| ! x y             ~ '|!Host x y'
          ConditionHost=!                   ~ '!Host '
          ConditionSecurity=|               ~ '|Security '
          ConditionVersion=>=1              ~ 'Version >=1'
          AssertPathIsDirectory=!/q         ~ 'assert !PathIsDirectory /q'
          """)
  void aConditionHasMarksAndAParameter(String line, String expected) {
    Conditions read = parse(line);
    assertThat(read.problems()).isEmpty();
    assertThat(text(read.conditions().getFirst())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          ConditionPathExists=rel       ~ 21
          ConditionPathExists=| ! /c    ~ 22
          ConditionPathExists=!|/d      ~ 22
          ConditionPathExists=!         ~ 22
          ConditionPathExists=/a/../b   ~ 21
          ConditionPathExists=/%Z       ~ 21
          ConditionHost=!%Z             ~ 16
          """)
  void aWrongParameterIsIgnoredWithAWarning(String line, int column) {
    Conditions read = parse(line);
    assertThat(read.conditions()).isEmpty();
    assertThat(Samples.positions(read.problems())).isEqualTo("WARNING " + column);
  }

  @Test
  void anEmptyValueRemovesConditionsOfAllKindsButNoAssertions() {
    List<String> left = new ArrayList<>();
    Conditions read =
        parse("ConditionPathExists=/a", "AssertHost=b", "ConditionHost=", "ConditionHost=c");
    for (Condition condition : read.conditions()) {
      left.add(text(condition));
    }
    assertThat(left).containsExactly("assert Host b", "Host c");
    assertThat(parse("AssertHost=b", "ConditionHost=c", "AssertPathExists=").conditions())
        .extracting(Condition::kind, Condition::isAssert)
        .containsExactly(org.assertj.core.api.Assertions.tuple("Host", false));
  }

  @Test
  void otherAssignmentsAreLeftAlone() {
    Conditions read = parse("ConditionNull=true", "ConditionFoo=1", "Description=x");
    assertThat(read.conditions()).isEmpty();
    assertThat(read.problems()).isEmpty();
    Assignment elsewhere =
        new Assignment("Service", "ConditionHost", "x", new Position("a.service", 1, 1));
    assertThat(Conditions.kind(elsewhere)).isNull();
  }
}
