// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotes, escapes and the path. */
class FieldsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          d /a/b                | /a/b
          d /a//b/./c/          | /a/b/c
          d /a/../b             | /a/../b
          d /a\\x2bb            | /a+b
          d /a\\053b            | /a+b
          d /a\\u00e9           | /a\u00c3\u00a9
          d /a\\U0001F600       | /a\u00f0\u009f\u0098\u0080
          d /a\\sb              | /a b
          d "/a b"              | /a b
          d '/a b'              | /a b
          d /a' 'b" "c          | /a b c
          d "/a'b"              | /a'b
          d '/a\\'b'            | /a'b
          d /a\\"b              | /a"b
          d ""/a                | /a
          "d" /a                | /a
          d\\x2b /a             | /a
          d /%%/%-/%            | /%/%-/%
          d /%H/%v              | /host/6.1
          d /%o                 | /%H
          d %T/x                | /tmp/x
          d /var/run            | /var/run
          d /var/runx           | /var/runx
          """)
  void aPathIsUnquotedAsInAShell(String line, String path) {
    assertThat(SampleParser.DEFAULT.line(line).path().latin1()).isEqualTo(path);
  }

  @Test
  void bytesThatAreNotUtf8ArePreserved() {
    assertThat(SampleParser.DEFAULT.line("d /a\u00e9\u00ff").path().latin1())
        .isEqualTo("/a\u00e9\u00ff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d /a\\q",
        "d /a\\",
        "d /a\\x2",
        "d /a\\x00",
        "d /a\\000",
        "d /a\\400",
        "d /a\\ud800",
        "d /a\\U00110000",
        "d /a\\ b",
        "d /a\\e"
      })
  void anUnknownEscapeSequenceIsReportedAtItsBackslash(String line) {
    Problem problem = SampleParser.DEFAULT.problem(line);
    assertThat(problem.level()).isEqualTo(Problem.Level.ERROR);
    assertThat(problem.position().column()).isEqualTo(line.indexOf('\\') + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          d "/a              | 3
          d /a'b             | 5
          d /a 0755 "root    | 11
          d "/a'             | 3
          """)
  void anUnclosedQuoteIsReportedWhereItOpens(String line, int column) {
    assertThat(SampleParser.DEFAULT.problem(line).position().column()).isEqualTo(column);
  }

  @Test
  void theArgumentIsTheRestOfTheLineIncludingQuotes() {
    Line line = SampleParser.DEFAULT.line("f /a - - - -   \"x  y' z\t ");
    assertThat(line.action()).isEqualTo(new Action.CreateFile(Bytes.latin1("\"x  y' z"), false));
  }

  @Test
  void emptyQuotesAndADashLeaveAFieldUnset() {
    Line line = SampleParser.DEFAULT.line("f /a \"\" - '' \"-\" -");
    assertThat(line).isEqualTo(SampleParser.DEFAULT.line("f /a"));
  }

  @Test
  void aPathBelowVarRunIsMovedToRunWithANotice() {
    ParsedFile parsed = SampleParser.DEFAULT.parse("d /var//run/x");
    assertThat(parsed.lines().getFirst().path().latin1()).isEqualTo("/run/x");
    assertThat(parsed.problems())
        .singleElement()
        .extracting(Problem::level)
        .isEqualTo(Problem.Level.NOTICE);
  }

  @Test
  void aPathThatIsTooLongAbortsTheRun() {
    assertThat(SampleParser.DEFAULT.line("d /" + "x/".repeat(2047)).path().latin1()).hasSize(4094);
    assertThat(SampleParser.DEFAULT.problem("d /" + "x/".repeat(2047) + "y").level())
        .isEqualTo(Problem.Level.ABORT);
  }
}
