// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModeAndOwnerTest {
  @ParameterizedTest
  @CsvSource({
    "0755, 493, false, false", "7777, 4095, false, false", "0, 0, false, false",
        "00000000755, 493, false, false",
    "~0644, 420, true, false", ":0644, 420, false, true", ":~0644, 420, true, true",
        "~:~:0644, 420, true, true",
    "\" 0644\", 420, false, false"
  })
  void aModeIsOctalAfterItsPrefixes(String mode, int bits, boolean masked, boolean onlyCreate) {
    assertThat(SampleParser.DEFAULT.line("z /a " + mode).mode())
        .isEqualTo(new Mode(bits, masked, onlyCreate, true));
  }

  @ParameterizedTest
  @CsvSource({
    "d, 493", "D, 493", "v, 493", "q, 493", "Q, 493", "f, 420", "p, 420", "e, 420", "z, 420"
  })
  void aTypeHasADefaultMode(String type, int bits) {
    assertThat(SampleParser.DEFAULT.line(type + " /a").mode())
        .isEqualTo(new Mode(bits, false, false, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0o755",
        "+755",
        "888",
        "17777",
        "10000",
        "u+x",
        ":",
        "~",
        ":-",
        "\"755 \"",
        "\" - \"",
        "99999999999999999999"
      })
  void anInvalidModeIsAnError(String mode) {
    Problem problem = SampleParser.DEFAULT.problem("z /a " + mode);
    assertThat(problem.level()).isEqualTo(Problem.Level.ERROR);
    assertThat(problem.message()).contains("mode").contains("expected");
    assertThat(problem.position().column()).isBetween(6, 6 + mode.length());
  }

  @ParameterizedTest
  @CsvSource({
    "root, 0, false",
    "daemon, 1, false",
    ":daemon, 1, true",
    "0, 0, false",
    "1234, 1234, false",
    ":1234, 1234, true",
    "4294967294, -2, false"
  })
  void anOwnerIsANameOrANumber(String owner, int id, boolean onlyCreate) {
    Line line = SampleParser.DEFAULT.line("z /a - " + owner + " " + owner);
    assertThat(line.user()).isEqualTo(new Owner(id, onlyCreate));
    assertThat(line.group()).isEqualTo(new Owner(id, onlyCreate));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nouser",
        "::root",
        "01",
        "00",
        "+1",
        "-1",
        "65535",
        "4294967295",
        "4294967296",
        "99999999999",
        "0x1",
        ":",
        ":-",
        "%u",
        "\"ro ot\"",
        "\" 0\""
      })
  void anInvalidOwnerIsAnError(String owner) {
    assertThat(SampleParser.DEFAULT.problem("z /a - " + owner).level())
        .isEqualTo(Problem.Level.ERROR);
    assertThat(SampleParser.DEFAULT.problem("z /a - - " + owner).level())
        .isEqualTo(Problem.Level.ERROR);
  }

  @Test
  void gracefulModeDropsAnUnknownOwnerAndSpecialModeBits() {
    ParsedFile parsed = SampleParser.DEFAULT.gracefully().parse("d /a :~6755 nouser daemon");
    Line line = parsed.lines().getFirst();
    assertThat(line.user()).isNull();
    assertThat(line.group()).isEqualTo(new Owner(1, false));
    assertThat(line.mode()).isEqualTo(new Mode(0755, true, true, true));
    assertThat(parsed.problems())
        .singleElement()
        .extracting(Problem::level)
        .isEqualTo(Problem.Level.INFO);
  }

  @Test
  void gracefulModeKeepsTheModeForAKnownOwner() {
    assertThat(SampleParser.DEFAULT.gracefully().line("d /a 6755 root daemon").mode().bits())
        .isEqualTo(06755);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d /a - :", "d /a 999 nouser", "d /a 0755 nouser - 1x"})
  void gracefulModeAllowsNoOtherMistake(String line) {
    assertThat(SampleParser.DEFAULT.gracefully().problem(line).level())
        .isEqualTo(Problem.Level.ERROR);
  }
}
