// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Of two mistakes in a line one is reported, and some mistakes in an unused line are not reported,
 * as observed with systemd-tmpfiles(8).
 */
class OrderOfChecksTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          d!a "                      | quote
          d                          | missing path
          "" rel                     | empty type
          dd rel                     | modifier
          s rel                      | relative
          s? rel                     | relative
          ; comment                  | relative
          s /%z                      | specifier
          d? /a - - - - x            | takes no argument
          r$ /a - - - - x            | takes no argument
          r$? /a                     | '$'
          d /a 999 - - - x           | takes no argument
          w /a 999                   | missing argument
          L~ /a 999 - - - x          | '~'
          c /a 999 - - - 1           | device
          h /a 999 - - - z           | file attributes
          f /a 999 - - - %z          | specifier
          f /a 999 - - - \\q         | escape
          C /a 999 - - - rel         | relative source
          C /a 999 - - - /none       | source '/none'
          f~ /a 999 - - - !          | base64
          f^ /a 999 - - - a/b        | credential
          f^ /a 999 - - - none       | credential
          f /a 999 nouser nogroup 1x | user
          f /a 999 root nogroup 1x   | group
          f /a 999 root root 1x      | mode
          r /a 999 - - ~1d           | mode
          f /a 755 root root 1x      | age
          """)
  void theFirstOfTwoMistakesToBeCheckedIsReported(String line, String words) {
    assertThat(SampleParser.DEFAULT.problem(line).message()).contains(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d! rel", "s! /a", "d! /%z", "d! /a 999", "f! /a - - - - %z"})
  void mistakesInAnUnusedBootLineAreNotReported(String line) {
    ParsedFile parsed = SampleParser.DEFAULT.withoutBoot().parse(line);
    assertThat(parsed.lines()).isEmpty();
    assertThat(parsed.problems()).isEmpty();
    assertThat(SampleParser.DEFAULT.problem(line).level()).isEqualTo(Problem.Level.ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d /ex/a 999",
        "d /ex - nouser",
        "d /ex - - - 1x",
        "f /ex/a - - - - %z",
        "f /ex/a - - - - \\q",
        "C /ex/a - - - - rel",
        "t /ex/a - - - - user.a=%z",
        "f~ /ex - - - - !",
        "f^ /ex - - - - a/b"
      })
  void mistakesInTheArgumentOfAnExcludedLineAreNotReported(String line) {
    ParsedFile parsed = SampleParser.DEFAULT.excluding("/ex").parse(line);
    assertThat(parsed.lines()).isEmpty();
    assertThat(parsed.problems()).isEmpty();
    assertThat(SampleParser.DEFAULT.problem(line).level())
        .isIn(Problem.Level.ERROR, Problem.Level.ABORT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s /ex",
        "d? /ex",
        "r$ /ex",
        "d /ex - - - - x",
        "w /ex",
        "L~ /ex - - - - x",
        "c /ex - - - - 1",
        "h /ex - - - - z"
      })
  void mistakesInTheFormOfAnExcludedLineAreReported(String line) {
    assertThat(SampleParser.DEFAULT.excluding("/ex").problem(line).level())
        .isEqualTo(Problem.Level.ERROR);
  }

  /** Early in the boot, --prefix=/dev: groups of lists elsewhere do not exist yet. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a /ex - - - - default:group:nogroup:rwx",
        "t /ex - - - - user.a",
        "k /ex - - - - cap_nope=p",
        "d /var/run/ex"
      })
  void excludedLineGetsNoWarning(String line) {
    assertThat(SampleParser.DEFAULT.parse(line).problems()).hasSize(1);
    SampleParser parser = SampleParser.DEFAULT.excluding(line.contains("run") ? "/run" : "/ex");
    assertThat(parser.parse(line).problems()).isEmpty();
  }

  @Test
  void prefixesMatchWholeComponentsOfCorrectedPaths() {
    assertThat(SampleParser.DEFAULT.excluding("/ex").parse("d /excluded").lines()).hasSize(1);
    assertThat(SampleParser.DEFAULT.excluding("/run/x").parse("d /var/run/x/y").lines()).isEmpty();
  }
}
