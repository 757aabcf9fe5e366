// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.sweep;

import io.ephemera.Places;
import io.ephemera.Sweeper;
import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.JavaPath;
import io.ephemera.isolate.records.Outcome;
import io.ephemera.isolate.records.Reaper;
import io.ephemera.isolate.records.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code ephemera sweep}: removes what dead processes of an application left behind. */
public final class SweepCommand implements Command {

  @Override
  public CommandDefinition definition() {
    return new SweepDefinition();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException {
    try {
      return sweep(line, output);
    } catch (IllegalArgumentException invalidName) {
      throw new UsageException(String.valueOf(invalidName.getMessage()));
    }
  }

  private static ExitStatus sweep(ParsedCommandLine line, Output output)
      throws UsageException, IOException {
    Bytes app = line.last(SweepDefinition.APP);
    String application = app == null ? Places.DEFAULT_APPLICATION : app.latin1();
    boolean dryRun = line.has(SweepDefinition.DRY_RUN);
    SweepReport report =
        line.has(SweepDefinition.JSON) ? new JsonSweepReport(output) : new TextSweepReport(output);
    boolean hasFailed = false;
    for (Path directory : directories(line, application)) {
      hasFailed |= !sweep(directory, application, dryRun, report);
    }
    if (app == null && line.arguments().isEmpty()) {
      hasFailed |= !sweepRuns(dryRun, report);
    }
    ExitStatus status = hasFailed ? ExitStatus.FAILED_STEPS : ExitStatus.SUCCESS;
    report.end(status);
    return status;
  }

  /** Removes what commands of {@code ephemera run} left; false if something failed. */
  private static boolean sweepRuns(boolean dryRun, SweepReport report) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    Places places = Places.builder(Places.DEFAULT_APPLICATION).warnings(warning -> {}).build();
    try (RunStore store = RunStore.openIfExists(places)) {
      if (store != null) {
        new Reaper(store, dryRun, outcomes::add).removeDead();
      }
    }
    for (Outcome outcome : outcomes) {
      report.swept(outcome, dryRun);
    }
    return outcomes.stream().noneMatch(one -> one.result() == Outcome.Result.FAILED);
  }

  /** Sweeps a directory; false if something failed. */
  private static boolean sweep(
      Path directory, String application, boolean dryRun, SweepReport report) throws IOException {
    Sweeper.Result sweep;
    try {
      sweep =
          dryRun ? Sweeper.dryRun(directory, application) : Sweeper.sweep(directory, application);
    } catch (IOException refused) {
      report.refused(directory, refused);
      return false;
    }
    report.swept(sweep, dryRun);
    return sweep.failed().isEmpty();
  }

  /** The given directories, or those that contain temporary files. */
  private static Set<Path> directories(ParsedCommandLine line, String application)
      throws UsageException, IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Bytes named : line.arguments()) {
      directories.add(WorkingDirectory.resolve(named));
    }
    if (directories.isEmpty()) {
      Places places = Places.builder(application).warnings(warning -> {}).build();
      directories.add(places.temporary().path());
      for (String usual : List.of("/tmp", "/var/tmp")) {
        if (Files.isDirectory(Path.of(usual))) {
          directories.add(Path.of(usual));
        }
      }
    }
    return directories;
  }

  /** A path with its special characters escaped. */
  static String shown(Path path) {
    return JavaPath.bytes(path).toString();
  }
}
