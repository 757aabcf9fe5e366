// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HelpTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "INTROSPECT_CLI")
  void every_option_is_explained_below_the_heading_of_its_section(TmpfilesOption option) {
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
  void every_exit_code_of_tmpfiles_is_told(ExitCode code) {
    assertThat(Help.ofTmpfiles().lines())
        .anyMatch(line -> line.matches(" +" + code.number() + " +" + Help.meaning(code)));
  }

  @ParameterizedTest
  @EnumSource
  void every_option_of_where_is_explained(WhereOption option) {
    assertThat(Help.ofWhere().replaceAll("\\s+", " "))
        .contains("--" + option.longName())
        .contains(option.description());
  }

  @ParameterizedTest
  @EnumSource
  void every_option_of_temp_is_explained(TempOption option) {
    assertThat(Help.ofTemp().replaceAll("\\s+", " "))
        .contains("--" + option.longName())
        .contains(option.description());
  }

  @ParameterizedTest
  @EnumSource
  void every_option_of_sweep_is_explained(SweepOption option) {
    assertThat(Help.ofSweep().replaceAll("\\s+", " "))
        .contains("--" + option.longName())
        .contains(option.description());
  }

  @ParameterizedTest
  @EnumSource
  void every_kind_of_place_is_named(WhereKind kind) {
    assertThat(Help.ofWhere()).containsPattern("\\b" + kind.id() + "[,\n]");
  }

  @Test
  void what_is_for_programs_is_not_told() {
    assertThat(Help.ofTmpfiles()).doesNotContain("introspect").contains("--version");
  }

  @Test
  void lines_fit_a_terminal() {
    String all = Help.ofEphemera() + Help.ofTmpfiles() + Help.ofWhere() + Help.ofCompletion();
    all += Help.ofTemp() + Help.ofSweep();

    assertThat(all.lines())
        .allMatch(line -> line.length() <= 96 && line.equals(line.stripTrailing()));
  }

  @Test
  void every_command_is_listed() {
    assertThat(Help.ofEphemera())
        .contains("\n  tmpfiles ", "\n  where ", "\n  temp ", "\n  sweep ", "\n  completion ");
  }
}
