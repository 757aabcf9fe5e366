// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.Sweep;
import java.io.IOException;
import java.nio.file.Path;

/** A line for each result: what was done on standard output, what failed on standard error. */
final class TextSweepReport implements SweepReport {
  private final Output output;

  TextSweepReport(Output output) {
    this.output = output;
  }

  @Override
  public void told(Sweep sweep, boolean pretend) {
    for (Path path : sweep.removed()) {
      output.print((pretend ? "would remove " : "removed ") + SweepCommand.shown(path) + "\n");
    }
    for (Path path : sweep.held()) {
      output.print("held " + SweepCommand.shown(path) + "\n");
    }
    for (Sweep.Failed failed : sweep.failed()) {
      output.say("ephemera sweep: " + failed.reason().getMessage());
    }
  }

  @Override
  public void refused(Path directory, IOException reason) {
    output.say("ephemera sweep: " + reason.getMessage());
  }

  @Override
  public void end(ExitCode code) {}
}
