// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.completion;

import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ValueDefinition;
import java.util.ArrayList;
import java.util.List;

/** A shell with programmable completion. */
public enum Shell {
  /** Bash. */
  BASH("bash", "The Bourne-again shell"),
  /** Zsh. */
  ZSH("zsh", "The Z shell"),
  /** Fish. */
  FISH("fish", "The friendly interactive shell");

  /** The value of an argument that selects a shell. */
  static final ValueDefinition VALUE = ValueDefinition.choice("SHELL", choices());

  private final String id;
  private final String meaning;

  Shell(String id, String meaning) {
    this.id = id;
    this.meaning = meaning;
  }

  /** The name of the shell and of its program. */
  public String id() {
    return id;
  }

  private static List<ValueDefinition.Choice> choices() {
    List<ValueDefinition.Choice> choices = new ArrayList<>();
    for (Shell shell : values()) {
      choices.add(new ValueDefinition.Choice(shell.id, shell.meaning));
    }
    return choices;
  }

  /** The shell of this name, which is one of the words of {@link #VALUE}. */
  static Shell named(String id) {
    for (Shell shell : values()) {
      if (shell.id.equals(id)) {
        return shell;
      }
    }
    throw new IllegalArgumentException(id);
  }

  /** The script that completes these commands: to be sourced, or put where the shell looks. */
  public String script(List<CommandDefinition> commands) {
    return switch (this) {
      case BASH -> BashScript.of(commands);
      case ZSH -> ZshScript.of(commands);
      case FISH -> FishScript.of(commands);
    };
  }

  /** A text in single quotes, as all three shells read them. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
