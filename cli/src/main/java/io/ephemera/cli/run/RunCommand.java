// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.isolate.Runner;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;
import java.io.IOException;

/** {@code ephemera run}: runs a command with its own places. */
public final class RunCommand implements Command {

  @Override
  public CommandDefinition definition() {
    return new RunDefinition();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException {
    require(
        line.has(RunDefinition.DRY_RUN) || !line.has(RunDefinition.JSON),
        "--json requires --dry-run: the command's output follows no format of ours");
    try {
      return run(DeclarationOptions.read(line), line, output);
    } catch (RunException e) {
      output.say("ephemera run: " + e.getMessage());
      return new ExitStatus(e.failure().status());
    }
  }

  private static ExitStatus run(Declaration declaration, ParsedCommandLine line, Output output)
      throws IOException {
    Runner runner = new Runner(declaration, message -> output.say("ephemera run: " + message));
    if (line.has(RunDefinition.DRY_RUN)) {
      report(line, output).print(runner.plan());
      return ExitStatus.SUCCESS;
    }
    RunPlan plan = runner.plan();
    output.flush();
    return new ExitStatus(runner.run(plan));
  }

  private static RunPlanReport report(ParsedCommandLine line, Output output) throws IOException {
    return line.has(RunDefinition.JSON) ? new JsonRunPlan(output) : new TextRunPlan(output::print);
  }
}
