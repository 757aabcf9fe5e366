// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.report.JsonOutcomes;
import io.ephemera.report.Location;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Prints problems and outcomes as lines of JSON, on standard output. */
final class JsonListener implements Tmpfiles.Listener {
  private final JsonOutcomes report;

  JsonListener(Output output) throws IOException {
    this.report = new JsonOutcomes(output.data());
  }

  @Override
  public void problem(Problem problem) {
    Position at = problem.position();
    String level = problem.level().name().toLowerCase(Locale.ROOT);
    try {
      report.problem(
          level, new Location.InFile(at.file(), at.line(), at.column()), problem.message());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void outcome(Outcome outcome) {
    try {
      report.outcome(outcome);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void end(ExitStatus status, Progress.Snapshot reached) throws IOException {
    report.end(
        status.code(),
        new JsonOutcomes.Totals(
            reached.seen(), reached.removed(), reached.freed(), reached.stopped()));
  }
}
