// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manual pages say no less than the program can. */
class ManPagesTest {
  private static final Path FOLDER = Path.of("..", "packaging", "man");
  private static final String TMPFILES = "ephemera-tmpfiles.8";

  @ParameterizedTest
  @EnumSource
  void everyOptionHasItsParagraph(TmpfilesOption option) throws IOException {
    String letter = option.letter() == 0 ? "" : "\\-" + option.letter();
    String name = option.longName() == null ? "" : "\\-\\-" + option.longName().replace("-", "\\-");
    String both = letter.isEmpty() || name.isEmpty() ? letter + name : letter + ", " + name;
    String value = option.value() == null ? "" : "=\\fI" + option.value() + "\\fR";

    assertThat(page(TMPFILES))
        .containsPattern(
            "\n\\.TP\n" + Pattern.quote("\\fB" + both + "\\fR" + value) + "\n[A-Z][^\n]+");
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfWhereHasItsParagraph(WhereOption option) throws IOException {
    String letter = option.letter() == 0 ? "" : "\\-" + option.letter() + "\\fR, \\fB";
    String value = option.value() == null ? "" : "=\\fI" + option.value() + "\\fR";

    assertThat(page("ephemera-where.1"))
        .contains("\n.TP\n\\fB" + letter + "\\-\\-" + option.longName() + "\\fR" + value + "\n");
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfTempHasItsParagraph(TempOption option) throws IOException {
    assertThat(page("ephemera-temp.1")).contains(paragraph(option));
  }

  @ParameterizedTest
  @EnumSource
  void everyOptionOfSweepHasItsParagraph(SweepOption option) throws IOException {
    assertThat(page("ephemera-sweep.1")).contains(paragraph(option));
  }

  private static String paragraph(CommandOption option) {
    String letter = option.letter() == 0 ? "" : "\\-" + option.letter() + "\\fR, \\fB";
    String value = option.value() == null ? "" : "=\\fI" + option.value() + "\\fR";
    String name = String.valueOf(option.longName()).replace("-", "\\-");
    return "\n.TP\n\\fB" + letter + "\\-\\-" + name + "\\fR" + value + "\n";
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfPlaceHasItsParagraph(WhereKind kind) throws IOException {
    assertThat(page("ephemera-where.1"))
        .containsPattern("\n\\.TP\n\\.BR? [^\n]*\\b" + kind.id() + "\\b");
  }

  @Test
  void noParagraphExplainsAnOptionThatThereIsNot() throws IOException {
    long paragraphs = page(TMPFILES).lines().filter(line -> line.startsWith("\\fB\\-")).count();

    assertThat(paragraphs).isEqualTo(TmpfilesOption.values().length);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "USAGE")
  void everyExitCodeHasItsParagraph(ExitCode code) throws IOException {
    assertThat(page(TMPFILES)).contains("\n.TP\n\\fB" + code.number() + "\\fR\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmpfiles", "where", "temp", "sweep", "completion"})
  void everyCommandHasItsParagraph(String command) throws IOException {
    assertThat(page("ephemera.1")).contains("\n.TP\n\\fBephemera " + command + "\\fR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ephemera.1", "ephemera-where.1", "ephemera-temp.1", "ephemera-sweep.1", TMPFILES})
  void manRendersItWithoutAWarning(String name) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not installed");
    ProcessBuilder groff =
        new ProcessBuilder(
            "groff", "-man", "-Tutf8", "-ww", "-rCHECKSTYLE=3", FOLDER.resolve(name).toString());
    groff.environment().putAll(Map.of("MANWIDTH", "80", "LC_ALL", "C.UTF-8"));
    Process process = groff.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String warnings = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(warnings).isEmpty();
  }

  private static String page(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }
}
