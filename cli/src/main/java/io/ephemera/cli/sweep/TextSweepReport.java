// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.sweep;

import io.ephemera.Sweeper;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.isolate.records.Outcome;
import java.io.IOException;
import java.nio.file.Path;

/** A line per result: failures on standard error, the others on standard output. */
final class TextSweepReport implements SweepReport {
  private final Output output;

  TextSweepReport(Output output) {
    this.output = output;
  }

  @Override
  public void swept(Sweeper.Result sweep, boolean dryRun) {
    for (Path path : sweep.removed()) {
      output.print((dryRun ? "would remove " : "removed ") + SweepCommand.shown(path) + "\n");
    }
    for (Path path : sweep.held()) {
      output.print("held " + SweepCommand.shown(path) + "\n");
    }
    for (Sweeper.Failed failed : sweep.failed()) {
      output.say("ephemera sweep: " + failed.reason().getMessage());
    }
  }

  @Override
  public void swept(Outcome outcome, boolean dryRun) {
    switch (outcome.result()) {
      case REMOVED -> output.print((dryRun ? "would remove " : "removed ") + outcome.path() + "\n");
      case KEPT -> output.print("held " + outcome.path() + "\n");
      case FAILED ->
          output.say("ephemera sweep: cannot remove \"" + outcome.path() + "\": " + outcome.why());
    }
  }

  @Override
  public void refused(Path directory, IOException reason) {
    output.say("ephemera sweep: " + reason.getMessage());
  }

  @Override
  public void end(ExitStatus status) {}
}
