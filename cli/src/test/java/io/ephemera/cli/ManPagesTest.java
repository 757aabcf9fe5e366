// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ValueDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The manual page of each command has exactly the name, synopsis, options and exit statuses of its
 * definition. Where a page has not, the failure prints the skeleton that it should have.
 */
class ManPagesTest {
  private static final Path FOLDER = Path.of("..", "packaging", "man");

  static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(FOLDER)) {
      return pages.sorted().toList();
    }
  }

  private static ManPage page(CommandDefinition command) throws IOException {
    Path file = FOLDER.resolve(ManPage.fileName(command));
    return ManPage.of(Files.exists(file) ? Files.readString(file) : "");
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void nameIsTheSummary(CommandDefinition command) throws IOException {
    assertThat(page(command).section("NAME"))
        .as(ManPage.skeleton(command))
        .containsExactly("ephemera-" + command.name() + " - " + ManPage.name(command));
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void synopsisHasEveryForm(CommandDefinition command) throws IOException {
    List<String> forms = new ArrayList<>();
    command.synopsis().forEach(form -> forms.add("ephemera " + command.name() + " " + form));
    for (String other : command.otherNames()) {
      command.synopsis().forEach(form -> forms.add(other + " " + form));
    }

    assertThat(page(command).section("SYNOPSIS"))
        .as(ManPage.skeleton(command))
        .containsExactlyElementsOf(forms);
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void paragraphsAreThoseOfTheOptions(CommandDefinition command) throws IOException {
    assertThat(page(command).tags("OPTIONS"))
        .as(ManPage.skeleton(command))
        .containsExactlyInAnyOrderElementsOf(command.options().stream().map(ManPage::tag).toList());
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void exitStatusesAreThoseOfTheDefinition(CommandDefinition command) throws IOException {
    assertThat(page(command).tags("EXIT STATUS"))
        .as(ManPage.skeleton(command))
        .containsExactlyElementsOf(
            command.exitStatuses().stream()
                .map(ExitStatusDefinition::status)
                .filter(status -> !status.equals("*"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void skeletonHasTheParagraphsThatAPageNeeds(CommandDefinition command) {
    ManPage skeleton = ManPage.of(ManPage.skeleton(command));

    assertThat(skeleton.tags("OPTIONS"))
        .containsExactlyElementsOf(command.options().stream().map(ManPage::tag).toList());
    assertThat(skeleton.tags("EXIT STATUS")).hasSameSizeAs(command.exitStatuses());
    assertThat(skeleton.section("SYNOPSIS")).hasSameSizeAs(command.synopsis());
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void choicesOfArgumentsHaveTheirWord(CommandDefinition command) throws IOException {
    for (ArgumentDefinition argument : command.arguments()) {
      for (ValueDefinition.Choice choice : argument.value().choices()) {
        assertThat(page(command).text()).containsPattern("\\b" + choice.word() + "\\b");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void pageOfTheProgramHasEveryCommand(CommandDefinition command) throws IOException {
    assertThat(Files.readString(FOLDER.resolve("ephemera.1")))
        .contains("\n.TP\n\\fBephemera " + command.name() + "\\fR")
        .contains("ephemera\\-" + command.name() + " (" + command.manualSection() + ")");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void manRendersItWithoutAWarning(Path page) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not installed");
    ProcessBuilder groff =
        new ProcessBuilder("groff", "-man", "-Tutf8", "-ww", "-rCHECKSTYLE=3", page.toString());
    groff.environment().putAll(Map.of("MANWIDTH", "80", "LC_ALL", "C.UTF-8"));
    Process process = groff.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String warnings = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(warnings).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("io.ephemera.cli.CommandsTest#options")
  void everyOptionIsDescribed(CommandDefinition command, String name, Option option)
      throws IOException {
    assertThat(page(command).paragraph("OPTIONS", ManPage.tag(option))).as(name).matches("[A-Z].+");
  }
}
