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
      StringBuilder options = new StringBuilder();
      for (TmpfilesOption option : TmpfilesOption.shown()) {
        options.append("        ").append(zshOption(option)).append(" \\\n");
      }
      return ZSH_SCRIPT.replace("@OPTIONS@", options);
    }
  },
  FISH {
    @Override
    String script() {
      StringBuilder script = new StringBuilder(FISH_START);
      for (TmpfilesOption option : TmpfilesOption.shown()) {
        fishOption(option, script);
      }
      return script.toString();
    }
  };

  private static final String ZSH_SCRIPT =
      """
      #compdef ephemera systemd-tmpfiles
      # zsh completion for ephemera, made by `ephemera completion zsh`.

      _ephemera_tmpfiles() {
        _arguments -s -S \\
      @OPTIONS@        '*:configuration file:_files'
      }

      _ephemera() {
        if [[ $service == systemd-tmpfiles ]]; then
          _ephemera_tmpfiles
        elif (( CURRENT == 2 )); then
          local -a commands=(
            'tmpfiles:create, clean up and remove what tmpfiles.d(5) declares'
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

  private static String zshOption(TmpfilesOption option) {
    String explanation = "[" + option.description().replace("[", "\\[").replace("]", "\\]") + "]";
    String value = option.value() == null ? "" : ":" + option.value() + ":";
    value += option.takesPath() ? "_files" : "";
    String star = isRepeatable(option) ? "*" : "";
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

  private static boolean isRepeatable(TmpfilesOption option) {
    return option == TmpfilesOption.PREFIX || option == TmpfilesOption.EXCLUDE_PREFIX;
  }

  private static void fishOption(TmpfilesOption option, StringBuilder script) {
    for (String condition :
        List.of("-c ephemera -n '__fish_seen_subcommand_from tmpfiles'", "-c systemd-tmpfiles")) {
      script.append("complete ").append(condition);
      if (option.letter() != 0) {
        script.append(" -s ").append(option.letter());
      }
      if (option.longName() != null) {
        script.append(" -l ").append(option.longName());
      }
      if (option.value() != null) {
        script.append(option.takesPath() ? " -r -F" : " -x");
      }
      script.append(" -d ").append(quoted(option.description())).append('\n');
    }
  }

  /** In single quotes, as all three shells read them. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
