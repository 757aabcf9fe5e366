// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.completion;

import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import java.util.List;
import java.util.function.Supplier;

/** {@code ephemera completion}: prints the completion script of a shell. */
public final class CompletionCommand implements Command {
  private final Supplier<List<CommandDefinition>> commands;

  /**
   * The command.
   *
   * @param commands all commands of the program, this one included
   */
  public CompletionCommand(Supplier<List<CommandDefinition>> commands) {
    this.commands = commands;
  }

  @Override
  public CommandDefinition definition() {
    return new CompletionDefinition();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) {
    Shell shell = Shell.named(line.arguments().getFirst().latin1());
    output.print(shell.script(commands.get()));
    return ExitStatus.SUCCESS;
  }
}
