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
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.service.ServiceFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
    require(
        line.has(RunDefinition.UNIT)
            || !(line.has(RunDefinition.WITHOUT) || line.has(RunDefinition.VERBOSE)),
        "--without and --verbose require --unit");
    try {
      ServiceFile unit = line.has(RunDefinition.UNIT) ? UnitOption.read(line, output) : null;
      Invocation command = DeclarationOptions.command(line, unit); // a skipped unit needs one too
      return isSkipped(unit, output)
          ? ExitStatus.SUCCESS
          : run(DeclarationOptions.read(line, unit, command), line, output);
    } catch (BeforeFailedException e) {
      output.say(PREFIX + e.getMessage());
      return new ExitStatus(e.status());
    } catch (RunException e) {
      ExitStatus status = status(e, line);
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

  private static ExitStatus status(RunException failure, ParsedCommandLine line)
      throws UsageException {
    return failure.failure() == Failure.BUSY
        ? new ExitStatus(DeclarationOptions.statusOfConflict(line))
        : new ExitStatus(failure.failure().status());
  }

  /** A unit whose condition does not hold is not started, and that is no failure. */
  private static boolean isSkipped(@Nullable ServiceFile unit, Output output) {
    String failed = unit == null ? null : unit.failedCondition();
    if (failed != null) {
      output.say(Urgency.NOTICE, PREFIX + failed);
    }
    return failed != null;
  }

  private static ExitStatus run(Declaration declaration, ParsedCommandLine line, Output output)
      throws IOException {
    Runner runner = new Runner(declaration, message -> say(output, message));
    if (line.has(RunDefinition.DRY_RUN)) {
      report(line, output).print(runner.plan());
      return ExitStatus.SUCCESS;
    }
    return new ExitStatus(runner.run());
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
