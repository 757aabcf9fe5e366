// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.audit.AuditCommand;
import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.completion.CompletionCommand;
import io.ephemera.cli.explain.ExplainCommand;
import io.ephemera.cli.run.RunCommand;
import io.ephemera.cli.sweep.SweepCommand;
import io.ephemera.cli.temp.TempCommand;
import io.ephemera.cli.tmpfiles.TmpfilesCommand;
import io.ephemera.cli.where.WhereCommand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All commands. A command is loaded only when it is asked for. */
final class Commands {
  /** Their names, in the order in which they are listed. */
  static final List<String> NAMES =
      List.of("where", "temp", "run", "sweep", "tmpfiles", "explain", "audit", "completion");

  private Commands() {}

  /** The command of a name, or null. */
  static @Nullable Command named(String name) {
    return switch (name) {
      case "where" -> new WhereCommand();
      case "temp" -> new TempCommand();
      case "run" -> new RunCommand();
      case "sweep" -> new SweepCommand();
      case "tmpfiles" -> new TmpfilesCommand();
      case "explain" -> new ExplainCommand();
      case "audit" -> new AuditCommand();
      case "completion" -> new CompletionCommand(Commands::definitions);
      default -> null;
    };
  }

  /** What each of them is. */
  static List<CommandDefinition> definitions() {
    List<CommandDefinition> definitions = new ArrayList<>();
    for (String name : NAMES) {
      Command command = named(name);
      if (command != null) {
        definitions.add(command.definition());
      }
    }
    return definitions;
  }
}
