// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.Urgency;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.BeforeFailedException;
import io.ephemera.isolate.Runner;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.io.IOException;

/** {@code ephemera run}: runs a command with its own places. */
public final class RunCommand implements Command {
  private static final String PREFIX = "ephemera run: ";

  @Override
  public CommandDefinition definition() {
    return new RunDefinition();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException {
    Bytes handover = line.last(RunDefinition.INSIDE);
    if (handover != null) {
      return runInside(handover, output);
    }
    require(
        line.has(RunDefinition.DRY_RUN) || !line.has(RunDefinition.JSON),
        "--json requires --dry-run: the command's output follows no format of ours");
    Declaration declaration = DeclarationOptions.read(line);
    try {
      return run(declaration, line, output);
    } catch (BeforeFailedException e) {
      output.say(PREFIX + e.getMessage());
      return new ExitStatus(e.status());
    } catch (RunException e) {
      ExitStatus status = status(e, declaration);
      if (!status.equals(ExitStatus.SUCCESS)) { // a success needs no explanation
        output.say(PREFIX + e.getMessage());
      }
      return status;
    }
  }

  /** Nothing is read but what the first start handed over. */
  private static ExitStatus runInside(Bytes handover, Output output) throws IOException {
    try {
      return new ExitStatus(Runner.runInside(number(handover), message -> say(output, message)));
    } catch (BeforeFailedException e) {
      output.say(PREFIX + e.getMessage());
      return new ExitStatus(e.status());
    } catch (RunException e) {
      output.say(PREFIX + e.getMessage());
      return new ExitStatus(e.failure().status());
    }
  }

  private static ExitStatus status(RunException failure, Declaration declaration) {
    return failure.failure() == Failure.BUSY && declaration.locking() instanceof Locking.Fail fail
        ? new ExitStatus(fail.status())
        : new ExitStatus(failure.failure().status());
  }

  private static ExitStatus run(Declaration declaration, ParsedCommandLine line, Output output)
      throws IOException {
    Runner runner = new Runner(declaration, message -> say(output, message));
    if (line.has(RunDefinition.DRY_RUN)) {
      report(line, output).print(runner.plan());
      return ExitStatus.SUCCESS;
    }
    return new ExitStatus(runner.run(runner.plan()));
  }

  /** At once: what is buffered is lost when this process becomes the command. */
  private static void say(Output output, String message) {
    output.say(Urgency.NOTICE, PREFIX + message);
    output.flush();
  }

  private static int number(Bytes descriptor) throws RunException {
    try {
      return Integer.parseInt(descriptor.latin1());
    } catch (NumberFormatException e) {
      throw new RunException(Failure.USAGE, "--inside is for ephemera itself", e);
    }
  }

  private static RunPlanReport report(ParsedCommandLine line, Output output) throws IOException {
    return line.has(RunDefinition.JSON) ? new JsonRunPlan(output) : new TextRunPlan(output::print);
  }
}
