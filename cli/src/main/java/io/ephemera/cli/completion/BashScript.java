// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.completion;

import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.PicocliModel;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The completion script for bash, which picocli writes. */
final class BashScript {
  private static final String WORD = "  local curr_word=${COMP_WORDS[COMP_CWORD]}\n";
  private static final String WORD_BEFORE = "  local prev_word=${COMP_WORDS[COMP_CWORD-1]}\n";

  private BashScript() {}

  static String of(List<CommandDefinition> commands) {
    CommandLine model = new CommandLine(PicocliModel.of(commands));
    StringBuilder script =
        new StringBuilder(
                completingAfterEquals(AutoComplete.bash(CommandDefinition.PROGRAM, model)))
            .append("\n\n");
    for (CommandDefinition command : commands) {
      for (String other : command.otherNames()) {
        script
            .append("# The same command under another name.\ncomplete -F _picocli_")
            .append(CommandDefinition.PROGRAM)
            .append('_')
            .append(command.name())
            .append(" -o default ")
            .append(other)
            .append('\n');
      }
    }
    return script.toString();
  }

  /** Bash makes three words of {@code --option=value}, picocli's script expects two. */
  private static String completingAfterEquals(String script) {
    return script
        .replace(WORD, WORD + "  [[ \"${curr_word}\" != = ]] || curr_word=\n")
        .replace(
            WORD_BEFORE,
            WORD_BEFORE
                + "  [[ \"${prev_word}\" != = ]] || prev_word=${COMP_WORDS[COMP_CWORD-2]}\n");
  }
}
