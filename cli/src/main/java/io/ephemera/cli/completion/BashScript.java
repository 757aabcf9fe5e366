// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.completion;

import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.PicocliModel;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The completion script for bash, which picocli writes. */
final class BashScript {
  private BashScript() {}

  static String of(List<CommandDefinition> commands) {
    CommandLine model = new CommandLine(PicocliModel.of(commands));
    StringBuilder script =
        new StringBuilder(AutoComplete.bash(CommandDefinition.PROGRAM, model)).append("\n\n");
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
}
