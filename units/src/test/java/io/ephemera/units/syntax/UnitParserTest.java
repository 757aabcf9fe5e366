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

/** What systemd 262 reads from the same files. */
class UnitParserTest {
  private static ParsedUnit parse(String latin1) {
    return UnitParser.parseFragment("a.service", Bytes.latin1(latin1), "Service");
  }

  /** The assignments as text, {@code section.key=value} each. */
  private static List<String> assignments(ParsedUnit parsed) {
    List<String> texts = new ArrayList<>();
    for (Assignment one : parsed.assignments()) {
      texts.add(one.section() + "." + one.key() + "=" + one.value());
    }
    return texts;
  }

  /** The problems as text, level and {@code line:column}. */
  private static List<String> problems(ParsedUnit parsed) {
    List<String> texts = new ArrayList<>();
    for (Problem one : parsed.problems()) {
      texts.add(one.level() + " " + one.position().line() + ":" + one.position().column());
    }
    return texts;
  }

  /** Lines are separated by {@code /}; {@code ~} is a backslash, {@code ^} a tab. */
  private static String file(String table) {
    return table.replace('/', '\n').replace('~', '\\').replace('^', '\t');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          [Service]/A=1                       | Service.A=1
          [Service]/A = 1 2                   | Service.A=1 2
          [Service]/^A^=^1^/                  | Service.A=1
          [Service]/A=                        | Service.A=
          [Service]/A=a=b                     | Service.A=a=b
          [Service]/x y=1                     | Service.x y=1
          [Unit]/A=1/[Install]/A=2            | Unit.A=1, Install.A=2
          [Service]/A=1/[Unit]/[Service]/A=2  | Service.A=1, Service.A=2
          [Service]/#A=1/ ;B=1/A=#;           | Service.A=#;
          [Service]/A=a~/b                    | Service.A=a b
          [Service]/A=a~/  b                  | Service.A=a   b
          [Service]/A=a ~/b ~/c               | Service.A=a  b  c
          [Service]/A=a~/#x~/ ;y/b            | Service.A=a b
          [Service]/A=a~//B=1                 | Service.A=a, Service.B=1
          [Service]/A=a~~/B=1                 | Service.A=a~~, Service.B=1
          [Service]/A=a~~~/b                  | Service.A=a~~ b
          [Service]/A=a~                      | Service.A=a
          [Service]/A=~/  b                   | Service.A=b
          [Service]/A~/=b                     | Service.A=b
          [Serv~/ice]/A=b                     |
          [Service]/X-A=1/A=2                 | Service.A=2
          [X-Foo]/A=1/junk/[Service]/B=1      | Service.B=1
          """)
  void assignmentsAreReadAsSystemdReadsThem(String file, String expected) {
    ParsedUnit parsed = parse(file(file));
    assertThat(String.join(", ", assignments(parsed)))
        .isEqualTo(expected == null ? "" : expected.replace('~', '\\'));
    assertThat(parsed.isComplete()).isTrue();
  }

  @Test
  void aLineEndsWithANewlineACarriageReturnBothOrANul() {
    ParsedUnit parsed = parse("[Service]\nA=1\0B=2\r\nC=3\rD=4\n\rE=5 \\\r\n F=6\n");
    assertThat(assignments(parsed))
        .containsExactly(
            "Service.A=1", "Service.B=2", "Service.C=3", "Service.D=4", "Service.E=5   F=6");
    assertThat(parsed.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u00ef\u00bb\u00bf[Service]\nA=1\n", "\n\u00ef\u00bb\u00bf[Service]\nA=1"})
  void aByteOrderMarkIsSkipped(String file) {
    assertThat(assignments(parse(file))).containsExactly("Service.A=1");
  }

  @Test
  void aCommentAfterAByteOrderMarkIsNotAComment() {
    assertThat(problems(parse("\u00ef\u00bb\u00bf# x\n[Service]\nA=1\n")))
        .containsExactly("WARNING 1:4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A=1/[Service]/B=2           | 1:1 | Service.B=2
          [Service]/junk/B=2          | 2:1 | Service.B=2
          [Service]/  =x/B=2          | 2:3 | Service.B=2
          [Foo]/A=1/junk/[Service]/B=2| 1:1 | Service.B=2
          [Socket]/A=1/[Service]/B=2  | 1:1 | Service.B=2
          [ Service ]/A=1             | 1:1 |
          [service]/A=1               | 1:1 |
          [Foo]]/A=1                  | 1:1 |
          [-Foo]/A=1                  | 1:1 |
          """)
  void whatSystemdIgnoresIsAWarning(String file, String position, String expected) {
    ParsedUnit parsed = parse(file(file));
    assertThat(problems(parsed)).containsExactly("WARNING " + position);
    assertThat(String.join(", ", assignments(parsed))).isEqualTo(expected == null ? "" : expected);
    assertThat(parsed.isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Foo",
        "[Service] # x",
        "[]",
        "[[Foo]",
        "[F\"o]",
        "[F'o]",
        "[F\\o]",
        "[F\u0001]",
        "B=\u00ff",
        "Description=\u00e9"
      })
  void aLineThatEndsTheReadingIsAnErrorAndInADropInAWarning(String line) {
    String file = "[Service]\nA=1\n" + line + "\nC=3\n";
    ParsedUnit parsed = parse(file);
    assertThat(assignments(parsed)).containsExactly("Service.A=1");
    assertThat(problems(parsed)).containsExactly("ERROR 3:1");
    assertThat(parsed.isComplete()).isFalse();
    ParsedUnit dropIn = UnitParser.parseDropIn("x.conf", Bytes.latin1(file), "Service");
    assertThat(assignments(dropIn)).containsExactly("Service.A=1");
    assertThat(problems(dropIn)).containsExactly("WARNING 3:1");
    assertThat(dropIn.problems().getFirst().toString())
        .endsWith("; the rest of this file is ignored");
  }

  @Test
  void aCommentMayContainAnyBytes() {
    assertThat(assignments(parse("[Service]\n# \u00ff\nA=\u00c3\u00a9\n")))
        .containsExactly("Service.A=\u00c3\u00a9");
  }

  @Test
  void aLineOfMoreThanAMebibyteEndsTheReading() {
    String longest = "A=" + "x".repeat((1 << 20) - 3);
    assertThat(parse("[Service]\n" + longest + "\nB=1\n").assignments()).hasSize(2);
    assertThat(problems(parse("[Service]\n" + longest + "x\nB=1\n"))).containsExactly("ERROR 2:1");
    String half = "x".repeat(600_000);
    assertThat(problems(parse("[Service]\nA=" + half + "\\\n" + half + "\n")))
        .containsExactly("ERROR 2:1");
  }

  @Test
  void everyCharacterOfAValueHasItsPositionInTheFile() {
    Assignment value =
        parse("[Service]\nExecStart = /bin/a \\\n# comment\n  b \\\nc\n").assignments().getFirst();
    assertThat(value.value()).isEqualTo("/bin/a    b  c");
    assertThat(value.position()).hasToString("a.service:2:13");
    assertThat(value.at(value.value().indexOf('b', 3))).hasToString("a.service:4:3");
    assertThat(value.at(value.value().indexOf('c'))).hasToString("a.service:5:1");
    assertThat(parse("[Service]\nA=\\\n  b\n").assignments().getFirst().position())
        .hasToString("a.service:3:3");
  }

  @Test
  void messagesSayWhatIsWrong() {
    ParsedUnit parsed = parse("A=1\n[Foo]\n[Service]\njunk\n=x\n[Bar\n");
    assertThat(parsed.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "a.service:1:1: assignment outside of a section; ignored",
            "a.service:2:1: unknown section '[Foo]'; ignored",
            "a.service:4:1: missing '=' in 'junk'; ignored",
            "a.service:5:1: missing name before '='; ignored",
            "a.service:6:1: invalid section header '[Bar': expected a name in brackets");
  }
}
