// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.Places;
import io.ephemera.Sweep;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.JavaPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code ephemera sweep}: removes what dead processes of an application left. */
final class SweepCommand {
  private static final String NOBODY = "ephemera";

  private final Output output;

  SweepCommand(Output output) {
    this.output = output;
  }

  ExitCode run(List<Bytes> words) {
    try {
      Options options = Options.parse(SweepOption.values(), words);
      if (options.has(SweepOption.HELP)) {
        output.print(Help.ofSweep());
        return ExitCode.SUCCESS;
      }
      if (options.has(SweepOption.VERSION)) {
        output.print(Help.version());
        return ExitCode.SUCCESS;
      }
      return run(options);
    } catch (UsageException | IllegalArgumentException e) {
      output.say("ephemera sweep: " + e.getMessage());
      output.say("Try 'ephemera sweep --help'.");
      return ExitCode.USAGE;
    } catch (IOException e) {
      output.say("ephemera sweep: " + e.getMessage());
      return ExitCode.FAILED_STEPS;
    }
  }

  private ExitCode run(Options options) throws IOException {
    Bytes app = options.last(SweepOption.APP);
    String application = app == null ? NOBODY : app.latin1();
    SweepReport report =
        options.has(SweepOption.JSON) ? new JsonSweepReport(output) : new TextSweepReport(output);
    boolean failed = false;
    for (Path directory : directories(options, application)) {
      failed |= !sweep(directory, application, options.has(SweepOption.DRY_RUN), report);
    }
    ExitCode code = failed ? ExitCode.FAILED_STEPS : ExitCode.SUCCESS;
    report.end(code);
    return code;
  }

  /** Whether nothing failed. */
  private static boolean sweep(
      Path directory, String application, boolean pretend, SweepReport report) throws IOException {
    Sweep sweep;
    try {
      sweep =
          pretend ? Sweep.pretend(directory, application) : Sweep.directory(directory, application);
    } catch (IOException refused) {
      report.refused(directory, refused);
      return false;
    }
    report.told(sweep, pretend);
    return sweep.failed().isEmpty();
  }

  /** Those that were named, or where temporary files are. */
  private static Set<Path> directories(Options options, String application) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Bytes named : options.arguments()) {
      directories.add(TempCommand.absolute(named));
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

  /** A path for people. */
  static String shown(Path path) {
    return JavaPath.bytes(path).toString();
  }
}
