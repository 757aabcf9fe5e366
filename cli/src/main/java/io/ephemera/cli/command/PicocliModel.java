// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Translates definitions for picocli, which lays out help and writes the completion for bash. */
public final class PicocliModel {
  private static final int WIDTH = 80;
  private static final int GAP = 2;
  private static final String INDENT = "  ";

  private PicocliModel() {}

  /** The program with all its commands. */
  public static CommandSpec of(List<CommandDefinition> commands) {
    CommandSpec model = CommandSpec.create().name(CommandDefinition.PROGRAM);
    for (CommandDefinition command : commands) {
      CommandSpec listed = of(command);
      listed.usageMessage().description(command.summary());
      model.addSubcommand(command.name(), listed);
    }
    model.addOption(option(Option.HELP)).addOption(option(Option.VERSION));
    model
        .usageMessage()
        .width(WIDTH)
        .descriptionHeading("%n")
        .description(
            "Puts sockets, locks, pid files, caches and temporary files in their proper place, keeps"
                + " it private, and cleans it up.")
        .customSynopsis("ephemera COMMAND [OPTION...] [ARGUMENT...]")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footer(footer(firstExamples(commands), List.of("ephemera(1)")));
    return model;
  }

  private static List<Example> firstExamples(List<CommandDefinition> commands) {
    List<Example> examples = new ArrayList<>();
    for (CommandDefinition command : commands) {
      examples.add(command.examples().getFirst());
    }
    examples.add(new Example("ephemera COMMAND --help", "explain a command"));
    return examples;
  }

  /** A command of the program. */
  static CommandSpec of(CommandDefinition command) {
    String name = CommandDefinition.PROGRAM + " " + command.name();
    CommandSpec model = CommandSpec.create();
    for (OptionGroup group : command.optionGroups()) {
      model.addArgGroup(group(group));
    }
    for (ArgumentDefinition argument : command.arguments()) {
      model.addPositional(argument(argument));
    }
    List<String> synopsis = new ArrayList<>();
    for (String form : command.synopsis()) {
      synopsis.add((synopsis.isEmpty() ? "" : " ".repeat("Usage: ".length())) + name + " " + form);
    }
    List<String> pages = new ArrayList<>();
    pages.add(
        CommandDefinition.PROGRAM + "-" + command.name() + "(" + command.manualSection() + ")");
    pages.addAll(command.seeAlso());
    model
        .usageMessage()
        .width(WIDTH)
        .sortOptions(false)
        .customSynopsis(synopsis.toArray(new String[0]))
        .descriptionHeading("%n")
        .description(paragraphs(command.description()))
        .parameterListHeading("%nArguments:%n")
        .exitCodeListHeading("%nExit status:%n")
        .exitCodeList(exitStatuses(command))
        .footer(footer(command.examples(), pages));
    return model;
  }

  /** With an empty line in between. */
  private static String[] paragraphs(List<String> texts) {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(text);
    }
    return lines.toArray(new String[0]);
  }

  private static ArgGroupSpec group(OptionGroup group) {
    ArgGroupSpec.Builder model =
        ArgGroupSpec.builder().validate(false).heading("%n" + group.heading() + ":%n");
    for (Option option : group.options()) {
      if (!option.isHidden()) {
        model.addArg(option(option));
      }
    }
    return model.build();
  }

  private static OptionSpec option(Option option) {
    List<String> names = new ArrayList<>();
    if (option.hasLetter()) {
      names.add("-" + option.letter());
    }
    if (option.name() != null) {
      names.add("--" + option.name());
    }
    OptionSpec.Builder model =
        OptionSpec.builder(names.toArray(new String[0])).description(option.description());
    ValueDefinition value = option.value();
    if (value == null) {
      return model.arity("0").type(boolean.class).build();
    }
    if (value.form() == ValueDefinition.Form.CHOICE) {
      model.completionCandidates(value.words());
    }
    String arity = option.isValueOptional() ? "0..1" : "1";
    return model.arity(arity).paramLabel(value.name()).type(type(value)).build();
  }

  private static PositionalParamSpec argument(ArgumentDefinition argument) {
    ValueDefinition value = argument.value();
    PositionalParamSpec.Builder model =
        PositionalParamSpec.builder().description(argument.description()).paramLabel(value.name());
    if (value.form() == ValueDefinition.Form.CHOICE) {
      model.completionCandidates(value.words());
    }
    return switch (argument.arity()) {
      case REQUIRED -> model.arity("1").type(type(value)).build();
      case OPTIONAL -> model.arity("0..1").type(type(value)).build();
      case REPEATABLE -> model.arity("0..*").type(type(value).arrayType()).build();
    };
  }

  /** By which picocli decides whether paths are proposed. */
  private static Class<?> type(ValueDefinition value) {
    return switch (value.form()) {
      case PATH, DIRECTORY -> File.class;
      case TEXT, CHOICE -> String.class;
    };
  }

  private static Map<String, String> exitStatuses(CommandDefinition command) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (ExitStatusDefinition status : command.exitStatuses()) {
      texts.put(status.status(), status.meaning());
    }
    return texts;
  }

  /** Examples, their purposes in a column of their own, and what to read next. */
  private static String[] footer(List<Example> examples, List<String> pages) {
    int column = 0;
    for (Example example : examples) {
      column = example.purpose().isEmpty() ? column : Math.max(column, example.line().length());
    }
    List<String> lines = new ArrayList<>(List.of("", "Examples:"));
    for (Example example : examples) {
      String gap = " ".repeat(Math.max(0, column - example.line().length() + GAP));
      lines.add((INDENT + example.line() + gap + example.purpose()).stripTrailing());
    }
    lines.add("");
    lines.add("See also: " + String.join(", ", pages));
    return lines.toArray(new String[0]);
  }
}
