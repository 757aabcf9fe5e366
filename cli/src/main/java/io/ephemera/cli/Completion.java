// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;

/** A shell that can complete the words of the command line, and the script for it. */
enum Completion {
  BASH {
    @Override
    String script() {
      return AutoComplete.bash("ephemera", new CommandLine(Help.ephemera()))
          + "\n\n# The same program under its other name.\n"
          + "complete -F _picocli_ephemera_tmpfiles -o default systemd-tmpfiles\n";
    }
  },
  ZSH {
    @Override
    String script() {
      return ZSH_SCRIPT
          .replace("@TMPFILES@", zshOptions(TmpfilesOption.shown()))
          .replace("@TEMP@", zshOptions(List.of(TempOption.values())))
          .replace("@SWEEP@", zshOptions(List.of(SweepOption.values())))
          .replace("@WHERE@", zshOptions(List.of(WhereOption.values())))
          .replace("@KINDS@", String.join(" ", WhereKind.ids()));
    }
  },
  FISH {
    @Override
    String script() {
      StringBuilder script = new StringBuilder(FISH_START);
      for (TmpfilesOption option : TmpfilesOption.shown()) {
        fishOption("-c ephemera -n '__fish_seen_subcommand_from tmpfiles'", option, script);
        fishOption("-c systemd-tmpfiles", option, script);
      }
      for (WhereOption option : WhereOption.values()) {
        fishOption("-c ephemera -n '__fish_seen_subcommand_from where'", option, script);
      }
      for (TempOption option : TempOption.values()) {
        fishOption("-c ephemera -n '__fish_seen_subcommand_from temp'", option, script);
      }
      for (SweepOption option : SweepOption.values()) {
        fishOption("-c ephemera -n '__fish_seen_subcommand_from sweep'", option, script);
      }
      return script.append(fishKinds()).toString();
    }
  };

  private static final String ZSH_SCRIPT =
      """
      #compdef ephemera systemd-tmpfiles
      # zsh completion for ephemera, made by `ephemera completion zsh`.

      _ephemera_tmpfiles() {
        _arguments -s -S \\
      @TMPFILES@        '*:configuration file:_files'
      }

      _ephemera_where() {
        _arguments -s -S \\
      @WHERE@        '1:kind:(@KINDS@)'
      }

      _ephemera_temp() {
        if (( ${words[(I)--]} && CURRENT > ${words[(I)--]} )); then
          shift ${words[(I)--]} words
          (( CURRENT = ${#words} ))
          _normal
        else
          _arguments -s -S \\
      @TEMP@        '1:template:_files'
        fi
      }

      _ephemera_sweep() {
        _arguments -s -S \\
      @SWEEP@        '*:directory:_files -/'
      }

      _ephemera() {
        if [[ $service == systemd-tmpfiles ]]; then
          _ephemera_tmpfiles
        elif (( CURRENT == 2 )); then
          local -a commands=(
            'tmpfiles:create, clean up and remove what tmpfiles.d(5) declares'
            'where:say where a file belongs, and why'
            'temp:make a temporary file or directory, or run a command with one'
            'sweep:remove what dead processes left'
            'completion:print a completion script for a shell'
            '--help:print the help and exit'
            '--version:print the version and exit'
          )
          _describe command commands
        else
          local command=$words[2]
          shift words
          (( CURRENT-- ))
          case $command in
            tmpfiles) _ephemera_tmpfiles ;;
            where) _ephemera_where ;;
            temp) _ephemera_temp ;;
            sweep) _ephemera_sweep ;;
            completion) _values shell bash zsh fish ;;
          esac
        fi
      }

      if [[ $funcstack[1] == _ephemera ]]; then
        _ephemera "$@"
      else
        (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
        compdef _ephemera ephemera systemd-tmpfiles
      fi
      """;

  private static final String FISH_START =
      """
      # fish completion for ephemera, made by `ephemera completion fish`.
      complete -c ephemera -n __fish_use_subcommand -f
      complete -c ephemera -n __fish_use_subcommand -a tmpfiles -d 'Create, clean up and remove what tmpfiles.d(5) declares'
      complete -c ephemera -n __fish_use_subcommand -a where -d 'Say where a file belongs, and why'
      complete -c ephemera -n __fish_use_subcommand -a temp -d 'Make a temporary file or directory, or run a command with one'
      complete -c ephemera -n __fish_use_subcommand -a sweep -d 'Remove what dead processes left'
      complete -c ephemera -n __fish_use_subcommand -a completion -d 'Print a completion script for a shell'
      complete -c ephemera -n __fish_use_subcommand -s h -l help -d 'Print this help and exit'
      complete -c ephemera -n __fish_use_subcommand -l version -d 'Print the version and exit'
      complete -c ephemera -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
      """;

  /** What is to be sourced, or put where the shell looks for completions. */
  abstract String script();

  /** The names of the shells. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Completion shell : values()) {
      names.add(shell.id());
    }
    return names;
  }

  /** The shell of a name, or null. */
  static @Nullable Completion named(String name) {
    for (Completion shell : values()) {
      if (shell.id().equals(name)) {
        return shell;
      }
    }
    return null;
  }

  /** The name of the shell, and of its program. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String zshOptions(List<? extends CommandOption> options) {
    StringBuilder lines = new StringBuilder();
    for (CommandOption option : options) {
      lines.append("        ").append(zshOption(option)).append(" \\\n");
    }
    return lines.toString();
  }

  private static String zshOption(CommandOption option) {
    String explanation = "[" + option.description().replace("[", "\\[").replace("]", "\\]") + "]";
    String value = option.value() == null ? "" : ":" + option.value() + ":";
    value += option.takesPath() ? "_files" : "";
    String star = option.isRepeatable() ? "*" : "";
    String letter = option.letter() == 0 ? "" : "-" + option.letter();
    String name = option.longName() == null ? "" : "--" + option.longName();
    String equals = option.value() == null ? "" : "=";
    if (letter.isEmpty() || name.isEmpty()) {
      return quoted(star + letter + name + equals + explanation + value);
    }
    return quoted("(" + letter + " " + name + ")")
        + "{"
        + letter
        + ","
        + name
        + "}"
        + quoted(explanation);
  }

  private static void fishOption(String condition, CommandOption option, StringBuilder script) {
    script.append("complete ").append(condition);
    if (option.letter() != 0) {
      script.append(" -s ").append(option.letter());
    }
    if (option.longName() != null) {
      script.append(" -l ").append(option.longName());
    }
    if (option == WhereOption.FOR) {
      script.append(" -x -a ").append(quoted(String.join(" ", WhereKind.ids())));
    } else if (option.value() != null) {
      script.append(option.takesPath() ? " -r -F" : " -x");
    }
    script.append(" -d ").append(quoted(option.description())).append('\n');
  }

  private static String fishKinds() {
    StringBuilder script = new StringBuilder();
    for (WhereKind kind : WhereKind.values()) {
      script
          .append("complete -c ephemera -n '__fish_seen_subcommand_from where' -f -a ")
          .append(kind.id())
          .append(" -d ")
          .append(quoted("For " + kind.meaning()))
          .append('\n');
    }
    return script.toString();
  }

  /** In single quotes, as all three shells read them. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
