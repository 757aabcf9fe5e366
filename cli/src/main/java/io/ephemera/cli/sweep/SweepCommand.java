// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.sweep;

import io.ephemera.Places;
import io.ephemera.Sweep;
import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.JavaPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    String application = line.text(SweepDefinition.APP, Places.DEFAULT_APPLICATION);
    boolean dryRun = line.has(SweepDefinition.DRY_RUN);
    SweepReport report =
        line.has(SweepDefinition.JSON) ? new JsonSweepReport(output) : new TextSweepReport(output);
    boolean hasFailed = false;
    for (Path directory : directories(line, application)) {
      hasFailed |= !sweep(directory, application, dryRun, report);
    }
    ExitStatus status = hasFailed ? ExitStatus.FAILED_STEPS : ExitStatus.SUCCESS;
    report.end(status);
    return status;
  }

  /** Sweeps a directory; false if something failed. */
  private static boolean sweep(
      Path directory, String application, boolean dryRun, SweepReport report) throws IOException {
    Sweep sweep;
    try {
      sweep =
          dryRun ? Sweep.pretend(directory, application) : Sweep.directory(directory, application);
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
