// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Example;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Help;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.OptionGroup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code --help} prints follows from the definitions. */
class HelpTest {
  /** The lines below a heading, as one. */
  private static String section(CommandDefinition command, String heading) {
    return Help.of(command)
        .lines()
        .dropWhile(line -> !line.equals(heading + ":"))
        .takeWhile(line -> !line.isEmpty())
        .reduce("", (text, line) -> text + " " + line.strip());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("io.ephemera.cli.CommandsTest#options")
  void everyOptionIsExplainedBelowTheHeadingOfItsGroup(
      CommandDefinition command, String name, Option option) {
    for (OptionGroup group : command.optionGroups()) {
      if (group.options().contains(option) && !option.isHidden()) {
        assertThat(section(command, group.heading())).contains(name, option.description());
      }
    }
    assertThat(Help.of(command).contains(name)).isNotEqualTo(option.isHidden());
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void everyArgumentIsExplained(CommandDefinition command) {
    for (ArgumentDefinition argument : command.arguments()) {
      assertThat(section(command, "Arguments"))
          .contains(argument.value().name(), argument.description())
          .contains(String.join(", ", argument.value().words()));
    }
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void everyExitStatusIsExplained(CommandDefinition command) {
    for (ExitStatusDefinition status : command.exitStatuses()) {
      assertThat(section(command, "Exit status").replaceAll(" +", " "))
          .contains(" " + status.status() + " " + status.meaning());
    }
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void everyExampleIsShown(CommandDefinition command) {
    for (Example example : command.examples()) {
      assertThat(Help.of(command).lines())
          .anyMatch(
              line -> line.startsWith("  " + example.line()) && line.endsWith(example.purpose()));
    }
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void everyFormOfTheCommandIsShownFirst(CommandDefinition command) {
    String usage = Help.of(command).lines().takeWhile(line -> !line.isEmpty()).toList().toString();

    assertThat(usage).startsWith("[Usage: ephemera " + command.name() + " ");
    for (String form : command.synopsis()) {
      assertThat(usage).contains("ephemera " + command.name() + " " + form);
    }
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void manualPageIsNamedLast(CommandDefinition command) {
    assertThat(Help.of(command).lines().toList().getLast())
        .startsWith("See also: ephemera-" + command.name() + "(" + command.manualSection() + ")");
  }

  @ParameterizedTest
  @MethodSource("io.ephemera.cli.CommandsTest#definitions")
  void programListsEveryCommandWithItsWholeSummary(CommandDefinition command) {
    assertThat(Help.of(Commands.definitions()))
        .containsPattern(
            "\n  "
                + command.name()
                + " +"
                + java.util.regex.Pattern.quote(command.summary())
                + "\n");
  }

  @Test
  void linesFitATerminal() {
    List<String> texts = new ArrayList<>(List.of(Help.of(Commands.definitions())));
    Commands.definitions().forEach(command -> texts.add(Help.of(command)));

    assertThat(String.join("", texts).lines())
        .allMatch(line -> line.length() <= 96 && line.equals(line.stripTrailing()));
  }
}
