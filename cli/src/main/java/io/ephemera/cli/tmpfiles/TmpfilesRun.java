// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Help;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.Urgency;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.findings.FindingsOptions;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.process.CurrentProcess;
import io.ephemera.report.Finding;
import io.ephemera.report.FindingsReport;
import io.ephemera.report.JsonFindings;
import io.ephemera.report.SarifFindings;
import io.ephemera.report.TextFindings;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.check.Checks;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import io.ephemera.tmpfiles.source.ConfigurationSources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of {@code ephemera tmpfiles}, whose command line is valid. */
final class TmpfilesRun {
  private final ParsedCommandLine line;
  private final Output output;
  private final EnvironmentVariables variables;
  private final @Nullable BytePath root;
  private final Progress progress;

  TmpfilesRun(ParsedCommandLine line, Output output, EnvironmentVariables variables)
      throws UsageException, IOException {
    this.line = line;
    this.output = output;
    this.variables = variables;
    this.root = RootOptions.root(line, variables);
    this.progress = progress(line);
  }

  private static Progress progress(ParsedCommandLine line) throws UsageException {
    Throttle throttle = LimitOptions.throttle(line);
    boolean shown = line.has(TmpfilesDefinition.JSON) || CurrentProcess.talksToTerminal();
    return shown ? new Progress(throttle) : Progress.withoutFreed(throttle);
  }

  ExitStatus run() throws UsageException, IOException {
    boolean brief = line.has(TmpfilesDefinition.TLDR);
    if (brief || line.has(TmpfilesDefinition.CAT_CONFIG)) {
      output.print(tmpfiles(new TextListener(output, false)).configuration(brief));
      return ExitStatus.SUCCESS;
    }
    if (line.has(TmpfilesDefinition.CHECK)) {
      return check();
    }
    return line.has(TmpfilesDefinition.JSON) ? runWithJson() : runWithText();
  }

  private ExitStatus check() throws UsageException, IOException {
    Tmpfiles tmpfiles = tmpfiles(new TextListener(output, false));
    FindingsReport report = findingsReport();
    List<Finding> all = new ArrayList<>();
    Tmpfiles.Result ignored = tmpfiles.check(all::add);
    FindingsOptions options = FindingsOptions.of(line);
    List<Finding> findings = options.select(all).findings();
    ExitStatus status = options.status(findings);
    for (Finding finding : findings) {
      report.finding(finding);
    }
    report.end(status.code());
    return status;
  }

  private FindingsReport findingsReport() throws IOException {
    if (line.has(TmpfilesDefinition.SARIF)) {
      SarifFindings.Tool tool =
          new SarifFindings.Tool("ephemera tmpfiles --check", Help.versionNumber());
      return new SarifFindings(output.data(), tool, Checks.rules());
    }
    return line.has(TmpfilesDefinition.JSON)
        ? new JsonFindings(output.data())
        : new TextFindings(finding -> output.print(finding + "\n"));
  }

  private ExitStatus runWithText() throws UsageException, IOException {
    String level = variables.text("SYSTEMD_LOG_LEVEL");
    boolean verbose =
        line.has(TmpfilesDefinition.VERBOSE) || level.equals("debug") || level.equals("7");
    return run(new TextListener(output, verbose));
  }

  private ExitStatus runWithJson() throws UsageException, IOException {
    JsonListener report = new JsonListener(output);
    ExitStatus status = run(report);
    report.end(status, progress.snapshot());
    return status;
  }

  private ExitStatus run(Tmpfiles.Listener listener) throws UsageException, IOException {
    ExitStatus status = run(tmpfiles(listener));
    if (DeadRuns.areCleaned(line, root)
        && !DeadRuns.clean(line, listener)
        && status.equals(ExitStatus.SUCCESS)) {
      return ExitStatus.FAILED_STEPS;
    }
    return status;
  }

  private ExitStatus run(Tmpfiles tmpfiles) throws IOException {
    Tmpfiles.Result result;
    if (mayTakeLong()) {
      try (ProgressLine _ = ProgressLine.start(output, progress)) {
        result = tmpfiles.run();
      }
    } else {
      result = tmpfiles.run();
    }
    if (result == Tmpfiles.Result.STOPPED) {
      output.say(
          Urgency.WARNING,
          "ephemera tmpfiles: the time limit expired before everything was done;"
              + " run it again to continue");
    }
    return status(result);
  }

  private boolean mayTakeLong() {
    return line.has(TmpfilesDefinition.CLEAN)
        || line.has(TmpfilesDefinition.REMOVE)
        || line.has(TmpfilesDefinition.PURGE);
  }

  private Tmpfiles tmpfiles(Tmpfiles.Listener listener) throws UsageException {
    long now =
        ReferenceTime.of(line, TmpfilesDefinition.IN, TmpfilesDefinition.AT, ReferenceTime.now());
    RunEnvironment environment =
        new RunEnvironment(
            variables,
            TmpfilesRun::standardInput,
            () -> now,
            progress,
            DeadRuns.living(line, root));
    return new Tmpfiles(TmpfilesRequest.of(line, root), environment, listener);
  }

  private static Bytes standardInput() throws IOException {
    return OpenFile.standardInput().readAll(ConfigurationSources.LARGEST);
  }

  private static ExitStatus status(Tmpfiles.Result result) {
    return switch (result) {
      case SUCCESS -> ExitStatus.SUCCESS;
      case FAILED_STEPS -> ExitStatus.FAILED_STEPS;
      case INVALID_LINES -> ExitStatus.INVALID_INPUT;
      case STOPPED -> ExitStatus.STOPPED;
      case ABORTED, FINDINGS -> ExitStatus.FAILURE;
    };
  }
}
