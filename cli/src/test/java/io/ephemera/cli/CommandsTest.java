// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.findings.FindingsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the definition of every command. */
class CommandsTest {
  static List<CommandDefinition> definitions() {
    return Commands.definitions();
  }

  static Stream<Arguments> options() {
    return definitions().stream()
        .flatMap(command ->
            command.options().stream().map(option -> Arguments.of(command, name(option), option)));
  }

  /** As it is typed. */
  static String name(Option option) {
    return option.name() == null ? "-" + option.letter() : "--" + option.name();
  }

  @Test
  void everyNameSelectsTheCommandOfThatName() {
    assertThat(definitions()).extracting(CommandDefinition::name).isEqualTo(Commands.NAMES);
    assertThat(Commands.named("tmp")).isNull();
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void summaryIsALineForLists(CommandDefinition command) {
    assertThat(command.summary()).matches("[A-Z][^\n]{10,70}[^.;:,\n]");
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void textsAreSentencesWithoutAFullStop(CommandDefinition command) {
    List<String> texts = new ArrayList<>();
    command.options().forEach(option -> texts.add(option.description()));
    command.arguments().forEach(argument -> texts.add(argument.description()));
    command.exitStatuses().forEach(status -> texts.add(status.meaning()));

    assertThat(texts).allMatch(text -> text.matches("[A-Z].*[^.]"));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void descriptionIsMadeOfSentences(CommandDefinition command) {
    assertThat(command.description()).isNotEmpty().allMatch(text -> text.matches("[A-Z].*\\."));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void namesAndLettersOfOptionsAreUnique(CommandDefinition command) {
    List<String> names = new ArrayList<>();
    for (Option option : command.options()) {
      names.add(option.name() == null ? "" : "--" + option.name());
      names.add(option.hasLetter() ? "-" + option.letter() : "");
    }
    names.removeIf(String::isEmpty);

    assertThat(names).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyCommandHasHelpAndVersion(CommandDefinition command) {
    assertThat(command.options()).contains(Option.HELP, Option.VERSION);
  }

  /** A constant of the definition that no group lists would never be parsed. */
  @ParameterizedTest
  @MethodSource("definitions")
  void everyOptionIsInAGroup(CommandDefinition command) {
    List<Option> constants = new ArrayList<>(constants(command.getClass()));
    if (command.options().contains(FindingsOptions.BASELINE)) {
      constants.addAll(constants(FindingsOptions.class));
    }

    assertThat(command.options()).containsAll(constants);
    assertThat(command.options()).hasSize(constants.size() + 2);
  }

  private static List<Option> constants(Class<?> definition) {
    return Stream.of(definition.getDeclaredFields())
        .filter(field -> field.getType() == Option.class)
        .map(field -> Objects.requireNonNull(constant(field)))
        .toList();
  }

  private static Option constant(java.lang.reflect.Field field) {
    try {
      field.setAccessible(true);
      return (Option) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void exitStatusesAscend(CommandDefinition command) {
    List<Integer> codes =
        command.exitStatuses().stream()
            .map(ExitStatusDefinition::status)
            .filter(status -> !status.equals("*"))
            .map(Integer::valueOf)
            .toList();

    assertThat(codes).isSorted().doesNotHaveDuplicates().contains(0);
    assertThat(codes).contains(command.usageStatus().code(), command.failureStatus().code());
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void onlyTheLastArgumentCanBeRepeated(CommandDefinition command) {
    List<ArgumentDefinition> arguments = command.arguments();
    for (int i = 0; i < arguments.size() - 1; i++) {
      assertThat(arguments.get(i).arity()).isNotEqualTo(ArgumentDefinition.Arity.REPEATABLE);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyExampleUsesTheCommand(CommandDefinition command) {
    assertThat(command.examples())
        .isNotEmpty()
        .allMatch(example -> example.line().contains("ephemera " + command.name()));
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void readmeMentionsEveryCommand(CommandDefinition command) throws IOException {
    assertThat(Files.readString(Path.of("..", "README.md")))
        .containsPattern("\\bephemera " + command.name() + "\\b|`" + command.name() + "`");
  }
}
