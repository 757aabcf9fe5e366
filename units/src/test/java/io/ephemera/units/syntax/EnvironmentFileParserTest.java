// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Problem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The environment of a program that systemd 262 started with these files. */
class EnvironmentFileParserTest {
  private static EnvironmentFile parse(String latin1) {
    return EnvironmentFileParser.parse("e", Bytes.latin1(latin1));
  }

  private static String variables(EnvironmentFile file) {
    List<String> texts = new ArrayList<>();
    for (EnvironmentVariable variable : file.variables()) {
      texts.add(variable.name() + "=" + variable.value());
    }
    return String.join("|", texts);
  }

  /** {@code /} is a newline and {@code ^} a tab; {@code _} is a space in expected values. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          A=1/ B = 2 /C=3           ~ A=1|B=2|C=3
          #c\\/C=3/;d/ # e/D=4      ~ C=3|D=4
          A="a\\$b\\n\\"\\\\\\`" x  ~ A=a$b\\n"\\`x
          A='a\\b"c/ d' /B=1        ~ A=a\\b"c/_d|B=1
          A=a\\/b\\ \\\\ c \\  /    ~ A=ab_\\_c__
          A/B=/=k/C=1               ~ B=|C=1
          A=a"b"c'd'                ~ A=a"b"c'd'
          A="a/b"/C=1               ~ A=a/b|C=1
          A=x #y                    ~ A=x_#y
          A=\\/B=1/                 ~ A=B=1
          A= "x\\/y"  z /           ~ A=xyz
          A=1/B=2/A=9               ~ A=9|B=2
          A=^a^/                    ~ A=a
          A=\\"q                    ~ A="q
          A=$B ${C}                 ~ A=$B_${C}
          A="unclosed \\t/B=1/      ~ A=unclosed_\\t/B=1/
          A="x"'y' z\\/"w"          ~ A=xyz"w"
          A=#1/B=;2/C = = 3         ~ A=#1|B=;2|C==_3
          A=a\\                     ~ A=a
          A="a\\                    ~ A=a
          A=""/B=''                 ~ A=|B=
          """)
  void linesAreReadAsSystemdReadsThem(String file, String expected) {
    EnvironmentFile parsed = parse(file.replace('/', '\n').replace('^', '\t'));
    assertThat(variables(parsed)).isEqualTo(expected.replace('/', '\n').replace('_', ' '));
    assertThat(parsed.problems()).isEmpty();
  }

  @Test
  void aCarriageReturnEndsALine() {
    assertThat(variables(parse("A=\ta\t\r\nB=s\rC=t\n"))).isEqualTo("A=a|B=s|C=t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"export A=4", "2Q=1", "A-B=1", "=a=b", "A.B=1", "\u00ef\u00bb\u00bfA=1"})
  void aVariableWithAnInvalidNameIsIgnoredWithAWarning(String line) {
    EnvironmentFile file = parse("B=1\n " + line + "\nC=2\n");
    assertThat(variables(file)).isEqualTo("B=1|C=2");
    assertThat(file.isValid()).isTrue();
    assertThat(file.problems()).hasSize(1);
    Problem problem = file.problems().getFirst();
    assertThat(problem.level()).isEqualTo(Problem.Level.WARNING);
    assertThat(problem.position()).hasToString("e:2:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"B=\u00ff", "B\u00ff=1", "B=2\0C=3", "B=\u00ff C\\\n\n"})
  void bytesThatAreNotTextMakeTheWholeFileInvalid(String line) {
    EnvironmentFile file = parse("A=1\n" + line + "\nD=2\n");
    assertThat(file.isValid()).isFalse();
    assertThat(file.variables()).isEmpty();
    assertThat(Samples.positions(file.problems())).startsWith("ERROR");
  }

  @Test
  void bytesThatAreNotTextAreIgnoredInCommentsAndInLinesWithoutAnEqualsSign() {
    assertThat(variables(parse("#\u00ff\nX\u00ff\nA=\u0001\u00c3\u00a9\n")))
        .isEqualTo("A=\u0001\u00c3\u00a9");
  }

  @Test
  void positionsCountTheLinesOfTheFile() {
    EnvironmentFile file = parse("A='x\ny'\nB=a\\\nb\n#\n  C=1");
    assertThat(file.variables())
        .extracting(variable -> variable.position().toString())
        .containsExactly("e:1:1", "e:3:1", "e:6:3");
  }
}
