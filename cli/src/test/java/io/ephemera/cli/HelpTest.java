// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelpTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTROSPECT_CLI")
  void everyOptionIsExplainedBelowTheHeadingOfItsSection(TmpfilesOption option) {
    String heading = OptionSection.of(option).heading() + ":";
    String name = option.longName() == null ? "-" + option.letter() : "--" + option.longName();

    String section =
        Help.ofTmpfiles()
            .lines()
            .dropWhile(line -> !line.equals(heading))
            .takeWhile(line -> !line.isEmpty())
            .reduce("", (text, line) -> text + " " + line.strip());

    assertThat(section).contains(name).contains(option.description());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "USAGE")
  void everyExitCodeOfTmpfilesIsTold(ExitCode code) {
    assertThat(Help.ofTmpfiles().lines())
        .anyMatch(line -> line.matches(" +" + code.number() + " +" + Help.meaning(code)));
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfWhereIsExplained(WhereOption option) {
    assertThat(Help.ofWhere().replaceAll("\\s+", " "))
        .contains("--" + option.longName())
        .contains(option.description());
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfTempIsExplained(TempOption option) {
    assertThat(Help.ofTemp().replaceAll("\\s+", " "))
        .contains("--" + option.longName())
        .contains(option.description());
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfSweepIsExplained(SweepOption option) {
    assertThat(Help.ofSweep().replaceAll("\\s+", " "))
        .contains("--" + option.longName())
        .contains(option.description());
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfPlaceIsNamed(WhereKind kind) {
    assertThat(Help.ofWhere()).containsPattern("\\b" + kind.id() + "[,\n]");
  }

  @Test
  void whatIsForProgramsIsNotTold() {
    assertThat(Help.ofTmpfiles()).doesNotContain("introspect").contains("--version");
  }

  @Test
  void linesFitATerminal() {
    String all = Help.ofEphemera() + Help.ofTmpfiles() + Help.ofWhere() + Help.ofCompletion();
    all += Help.ofTemp() + Help.ofSweep();

    assertThat(all.lines())
        .allMatch(line -> line.length() <= 96 && line.equals(line.stripTrailing()));
  }

  @Test
  void everyCommandIsListed() {
    assertThat(Help.ofEphemera())
        .contains("\n  tmpfiles ", "\n  where ", "\n  temp ", "\n  sweep ", "\n  completion ");
  }
}
