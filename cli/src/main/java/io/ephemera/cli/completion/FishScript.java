// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.completion;

import static io.ephemera.cli.completion.Shell.quoted;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ValueDefinition;
import java.util.List;

/** The completion script for fish. */
final class FishScript {
  private static final String PROGRAM = "-c " + CommandDefinition.PROGRAM;
  private static final String WITHOUT_COMMAND = PROGRAM + " -n __fish_use_subcommand";

  private final StringBuilder script =
      new StringBuilder("# fish completion for ephemera, made by `ephemera completion fish`.\n");

  private FishScript() {}

  static String of(List<CommandDefinition> commands) {
    FishScript fish = new FishScript();
    fish.line(WITHOUT_COMMAND + " -f", "");
    for (CommandDefinition command : commands) {
      fish.line(WITHOUT_COMMAND + " -a " + command.name(), command.summary());
    }
    fish.option(WITHOUT_COMMAND, Option.HELP);
    fish.option(WITHOUT_COMMAND, Option.VERSION);
    for (CommandDefinition command : commands) {
      fish.command(PROGRAM + " -n '__fish_seen_subcommand_from " + command.name() + "'", command);
      for (String other : command.otherNames()) {
        fish.command("-c " + other, command);
      }
    }
    return fish.script.toString();
  }

  private void command(String condition, CommandDefinition command) {
    for (Option option : command.options()) {
      if (!option.isHidden()) {
        option(condition, option);
      }
    }
    for (ArgumentDefinition argument : command.arguments()) {
      argument(condition, argument.value());
    }
  }

  private void option(String condition, Option option) {
    StringBuilder names = new StringBuilder();
    if (option.hasLetter()) {
      names.append(" -s ").append(option.letter());
    }
    if (option.name() != null) {
      names.append(" -l ").append(option.name());
    }
    ValueDefinition value = option.value();
    line(condition + names + (value == null ? "" : value(value)), option.description());
  }

  private static String value(ValueDefinition value) {
    return switch (value.form()) {
      case TEXT -> " -x";
      case PATH -> " -r -F";
      case DIRECTORY -> " -x -a '(__fish_complete_directories)'";
      case CHOICE -> " -x -a " + quoted(String.join(" ", value.words()));
    };
  }

  private void argument(String condition, ValueDefinition value) {
    switch (value.form()) {
      case TEXT -> line(condition + " -f", "");
      case PATH -> {} // fish proposes paths by itself
      case DIRECTORY -> line(condition + " -f -a '(__fish_complete_directories)'", "");
      case CHOICE -> {
        for (ValueDefinition.Choice choice : value.choices()) {
          line(condition + " -f -a " + choice.word(), choice.meaning());
        }
      }
    }
  }

  private void line(String words, String description) {
    script.append("complete ").append(words);
    if (!description.isEmpty()) {
      script.append(" -d ").append(quoted(description));
    }
    script.append('\n');
  }
}
