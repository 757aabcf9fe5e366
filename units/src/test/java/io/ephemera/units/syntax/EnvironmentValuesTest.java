// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as {@code systemctl show} of systemd 262 prints them; {@code ,} separates items. */
class EnvironmentValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A=1 B="x y" "C=a b"       | A=1,B=x y,C=a b |
          A=1"x y"z E="" F=         | A=1x yz,E=,F=   |
          A='it"s \\t.'             | A=it"s \t.      |
          A=a\\x20b B=\\u00e9       | A=a b,B=\u00c3\u00a9 |
          A=$B ${C}                 | A=$B            | WARNING 6
          A=%n B=%% C=%-            | A=name,B=%,C=%- |
          2B=2 C =v A-B=1 D=1       | D=1             | WARNING 1, WARNING 6, WARNING 8, WARNING 11
          A=1 B=%Z C=1              | A=1,C=1         | WARNING 5
          A=1 B=\\xff C=1           | A=1,C=1         | WARNING 5
          A=1 B=\\q C=1             | A=1             | WARNING 7
          A=1 "B=2 C=3              | A=1             | WARNING 5
          A=1 B=\\x00 C=1           | A=1             | WARNING 7
          A=1 B=\\x01.              | A=1,B=\u0001.   |
          A=1 A=2                   | A=1,A=2         |
          """)
  void environmentSetsVariables(String value, String expected, String problems) {
    EnvironmentValues.Variables read =
        EnvironmentValues.environment(Samples.assignment(value), Samples::expand);
    List<String> texts = new ArrayList<>();
    for (EnvironmentVariable variable : read.variables()) {
      texts.add(variable.name() + "=" + variable.value());
    }
    assertThat(String.join(",", texts)).isEqualTo(expected);
    assertThat(Samples.positions(read.problems())).isEqualTo(problems == null ? "" : problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A B=2 \\x44 %n=1 "X=a b"  | A,B=2,D,name=1,X=a b |
          A 3C "E F" B              | A,B                  | WARNING 3, WARNING 6
          A Y\\q Z                  | A                    | WARNING 4
          """)
  void unsetEnvironmentNamesVariablesOrAssignments(String value, String names, String problems) {
    EnvironmentValues.Names read =
        EnvironmentValues.unset(Samples.assignment(value), Samples::expand);
    assertThat(String.join(",", read.names())).isEqualTo(names);
    assertThat(Samples.positions(read.problems())).isEqualTo(problems == null ? "" : problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A \\D \\x44 %n "E"  | A,D,x44,name,E |
          A B=2 3C E          | A,E            | WARNING 3, WARNING 7
          A "E                | A              | WARNING 3
          """)
  void passEnvironmentNamesVariables(String value, String names, String problems) {
    EnvironmentValues.Names read =
        EnvironmentValues.pass(Samples.assignment(value), Samples::expand);
    assertThat(String.join(",", read.names())).isEqualTo(names);
    assertThat(Samples.positions(read.problems())).isEqualTo(problems == null ? "" : problems);
  }

  @Test
  void messagesSayWhatIsExpected() {
    EnvironmentValues.Variables read =
        EnvironmentValues.environment(Samples.assignment("2B=2 \"C"), Samples::expand);
    assertThat(read.problems())
        .extracting(Object::toString)
        .containsExactly(
            "a.service:2:1: invalid item '2B=2': expected NAME=VALUE; ignored",
            "a.service:2:6: unclosed quote: expected a closing \"; the rest of the value is"
                + " ignored");
  }
}
