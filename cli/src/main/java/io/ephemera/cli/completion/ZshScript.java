// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.completion;

import static io.ephemera.cli.completion.Shell.quoted;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ValueDefinition;
import java.util.ArrayList;
import java.util.List;

/** The completion script for zsh: a function for each command, and one that selects it. */
final class ZshScript {
  /** After {@code --}, what another program's completion proposes. */
  private static final String PROGRAM_AFTER_DASHES =
      """
        if (( ${words[(I)--]} && CURRENT > ${words[(I)--]} )); then
          (( CURRENT -= ${words[(I)--]} ))
          shift ${words[(I)--]} words
          _normal
          return
        fi
      """;

  private static final String SELECT =
      """
      _ephemera() {
        case $service in
      @OTHER_NAMES@  esac
        if (( CURRENT == 2 )); then
          local -a commands=(
      @COMMANDS@    )
          _describe command commands
        else
          local command=$words[2]
          shift words
          (( CURRENT-- ))
          case $command in
      @SELECTED@    esac
        fi
      }

      if [[ $funcstack[1] == _ephemera ]]; then
        _ephemera "$@"
      else
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
        compdef _ephemera @PROGRAMS@
      fi
      """;

  private ZshScript() {}

  static String of(List<CommandDefinition> commands) {
    StringBuilder functions = new StringBuilder();
    StringBuilder listed = new StringBuilder();
    StringBuilder selected = new StringBuilder();
    StringBuilder otherNames = new StringBuilder();
    List<String> programs = new ArrayList<>(List.of(CommandDefinition.PROGRAM));
    for (CommandDefinition command : commands) {
      functions.append(function(command)).append('\n');
      listed.append(listed(command.name(), command.summary()));
      selected.append(selected("      ", command.name(), command));
      for (String other : command.otherNames()) {
        otherNames.append(selected("    ", other, command).replace(" ;;", "; return ;;"));
        programs.add(other);
      }
    }
    for (Option option : List.of(Option.HELP, Option.VERSION)) {
      listed.append(listed("--" + option.name(), option.description()));
    }
    String names = String.join(" ", programs);
    return "#compdef "
        + names
        + "\n# zsh completion for ephemera, made by `ephemera completion zsh`.\n\n"
        + functions
        + SELECT
            .replace("@OTHER_NAMES@", otherNames)
            .replace("@COMMANDS@", listed)
            .replace("@SELECTED@", selected)
            .replace("@PROGRAMS@", names);
  }

  private static String listed(String word, String description) {
    return "      " + quoted(word + ":" + description) + "\n";
  }

  private static String selected(String indent, String word, CommandDefinition command) {
    return indent + word + ") " + functionName(command) + " ;;\n";
  }

  private static String functionName(CommandDefinition command) {
    return "_ephemera_" + command.name();
  }

  private static String function(CommandDefinition command) {
    StringBuilder text = new StringBuilder(functionName(command)).append("() {\n");
    text.append(command.runsProgram() ? PROGRAM_AFTER_DASHES : "").append("  _arguments -s -S");
    for (Option option : command.options()) {
      if (!option.isHidden()) {
        text.append(" \\\n    ").append(option(option));
      }
    }
    for (ArgumentDefinition argument : command.arguments()) {
      text.append(" \\\n    ").append(quoted(argument(argument)));
    }
    return text.append("\n}\n").toString();
  }

  private static String argument(ArgumentDefinition argument) {
    String value = value(argument.value());
    return switch (argument.arity()) {
      case REQUIRED -> ":" + value;
      case OPTIONAL -> "::" + value;
      case REPEATABLE -> "*:" + value;
    };
  }

  /** A specification of {@code _arguments}, zshcompsys(1). */
  private static String option(Option option) {
    ValueDefinition value = option.value();
    String colons = option.isValueOptional() ? "::" : ":";
    String argument = value == null ? "" : colons + value(value);
    String explained = "[" + escaped(option.description()) + "]" + argument;
    String letter = option.hasLetter() ? "-" + option.letter() : "";
    String name = option.name() == null ? "" : "--" + option.name();
    String letterTakes = value == null ? "" : "+";
    String nameTakes = value == null ? "" : option.isValueOptional() ? "=-" : "=";
    if (name.isEmpty()) {
      return quoted(letter + letterTakes + explained);
    }
    if (letter.isEmpty()) {
      return quoted((option.isRepeatable() ? "*" : "") + name + nameTakes + explained);
    }
    return quoted("(" + letter + " " + name + ")")
        + "{"
        + letter
        + letterTakes
        + ","
        + name
        + nameTakes
        + "}"
        + quoted(explained);
  }

  private static String escaped(String text) {
    return text.replace("[", "\\[").replace("]", "\\]");
  }

  /** What a value is called, and how it is completed. */
  private static String value(ValueDefinition value) {
    return value.name()
        + switch (value.form()) {
          case TEXT -> ":";
          case PATH -> ":_files";
          case DIRECTORY -> ":_files -/";
          case CHOICE -> ":(" + String.join(" ", value.words()) + ")";
        };
  }
}
