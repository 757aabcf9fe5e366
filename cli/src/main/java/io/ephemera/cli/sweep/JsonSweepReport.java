// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.sweep;

import io.ephemera.Sweeper;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.fs.JavaPath;
import io.ephemera.isolate.records.Outcome;
import io.ephemera.report.JsonLines;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A line of JSON per result, and a last one of type {@code summary} that counts them, as described
 * in {@code docs/json.md}.
 */
final class JsonSweepReport implements SweepReport {
  private static final int SCHEMA = 1;

  private final JsonLines lines;
  private int removed;
  private int held;
  private int failed;

  JsonSweepReport(Output output) throws IOException {
    this.lines = new JsonLines(output.data());
  }

  @Override
  public void swept(Sweeper.Result sweep, boolean dryRun) throws IOException {
    for (Path path : sweep.removed()) {
      line(dryRun ? "would-remove" : "removed", path, "");
      removed++;
    }
    for (Path path : sweep.held()) {
      line("held", path, "");
      held++;
    }
    for (Sweeper.Failed one : sweep.failed()) {
      line("failed", one.path(), String.valueOf(one.reason().getMessage()));
      failed++;
    }
  }

  @Override
  public void swept(Outcome outcome, boolean dryRun) throws IOException {
    Path path = JavaPath.of(outcome.path());
    switch (outcome.result()) {
      case REMOVED -> {
        line(dryRun ? "would-remove" : "removed", path, "");
        removed++;
      }
      case KEPT -> {
        line("held", path, outcome.why());
        held++;
      }
      case FAILED -> {
        line("failed", path, outcome.why());
        failed++;
      }
    }
  }

  @Override
  public void refused(Path directory, IOException reason) throws IOException {
    line("failed", directory, String.valueOf(reason.getMessage()));
    failed++;
  }

  private void line(String result, Path path, String reason) throws IOException {
    lines.object(
        "swept",
        json -> {
          json.writeStringField("result", result);
          json.writeStringField("path", SweepCommand.shown(path));
          if (!reason.isEmpty()) {
            json.writeStringField("reason", reason);
          }
        });
  }

  @Override
  public void end(ExitStatus status) throws IOException {
    lines.object(
        "summary",
        json -> {
          json.writeNumberField("schema", SCHEMA);
          json.writeNumberField("exitCode", status.code());
          json.writeNumberField("removed", removed);
          json.writeNumberField("held", held);
          json.writeNumberField("failed", failed);
        });
    lines.flush();
  }
}
