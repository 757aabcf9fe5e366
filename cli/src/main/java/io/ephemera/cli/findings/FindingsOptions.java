// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.findings;

import static io.ephemera.cli.command.Option.flag;
import static io.ephemera.cli.command.Option.valued;
import static io.ephemera.cli.command.UsageException.require;
import static io.ephemera.cli.command.ValueDefinition.choice;
import static io.ephemera.cli.command.ValueDefinition.path;

import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.command.ValueDefinition.Choice;
import io.ephemera.report.Finding;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The options about findings: which of them are known, and which make the command fail. */
public final class FindingsOptions {
  /** Where known findings are. */
  public static final Option BASELINE =
      valued("baseline", path("FILE"), "Do not report the findings that FILE lists");

  /** Writes that file. */
  public static final Option UPDATE_BASELINE =
      flag("update-baseline", "Write the findings of this run to the FILE of --baseline=");

  /** From which severity on the command fails. */
  public static final Option FAIL_ON =
      valued(
          "fail-on",
          choice(
              "SEVERITY",
              List.of(
                  new Choice("error", "errors only"),
                  new Choice("warning", "warnings and errors"),
                  new Choice("note", "any finding"),
                  new Choice("never", "no finding"))),
          "Exit with 0 unless a finding is at least this severe (default: warning)");

  private static final String NEVER = "never";

  private final @Nullable BaselineFile baseline;
  private final boolean updates;
  private final @Nullable Severity failOn;

  private FindingsOptions(
      @Nullable BaselineFile baseline, boolean updates, @Nullable Severity failOn) {
    this.baseline = baseline;
    this.updates = updates;
    this.failOn = failOn;
  }

  /** Evaluates the options of a command line. */
  public static FindingsOptions of(ParsedCommandLine line) throws UsageException {
    String name = line.text(BASELINE, "");
    boolean updates = line.has(UPDATE_BASELINE);
    require(!line.has(BASELINE) || !name.isEmpty(), "--baseline= is empty");
    require(!updates || !name.isEmpty(), "--update-baseline requires --baseline=");
    String least = line.text(FAIL_ON, Severity.WARNING.id());
    return new FindingsOptions(
        name.isEmpty() ? null : BaselineFile.of(line.last(BASELINE)),
        updates,
        least.equals(NEVER) ? null : Severity.valueOf(least.toUpperCase(Locale.ROOT)));
  }

  /** Whether a command line has one of them. */
  public static boolean hasAny(ParsedCommandLine line) {
    return line.has(BASELINE) || line.has(UPDATE_BASELINE) || line.has(FAIL_ON);
  }

  /**
   * The findings to report.
   *
   * @param findings those that are not in the baseline
   * @param known how many are
   */
  public record Selection(List<Finding> findings, int known) {}

  /**
   * Leaves out the findings of the baseline, or writes it: then nothing is left.
   *
   * @throws IOException if the baseline cannot be read or written
   */
  public Selection select(List<Finding> findings) throws IOException {
    if (baseline == null) {
      return new Selection(findings, 0);
    }
    if (updates) {
      baseline.write(findings);
      return new Selection(List.of(), findings.size());
    }
    List<Finding> unknown = new ArrayList<>(findings);
    boolean ignored = unknown.removeIf(baseline.read()::contains);
    return new Selection(unknown, findings.size() - unknown.size());
  }

  /** How the command ends with these findings. */
  public ExitStatus status(List<Finding> findings) {
    ExitStatus status = ExitStatus.SUCCESS;
    for (Finding finding : findings) {
      if (failOn != null && finding.severity().compareTo(failOn) <= 0) {
        if (finding.severity() == Severity.ERROR) {
          return ExitStatus.INVALID_INPUT;
        }
        status = ExitStatus.FAILURE;
      }
    }
    return status;
  }
}
