// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.audit;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.audit.check.Audit;
import io.ephemera.audit.check.AuditReport;
import io.ephemera.audit.check.Checks;
import io.ephemera.audit.facts.Facts;
import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.Suggestion;
import io.ephemera.cli.command.Urgency;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.findings.FindingsOptions;
import io.ephemera.cli.findings.TimeSpanOption;
import io.ephemera.cli.tmpfiles.ProgressLine;
import io.ephemera.cli.tmpfiles.ReferenceTime;
import io.ephemera.cli.tmpfiles.SystemConfiguration;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.report.Rule;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ephemera audit}: what breaks the rules on this host, and what corrects it. */
public final class AuditCommand implements Command {
  private static final long DAY = 86_400_000_000L;
  private static final long HORIZON = 3 * DAY;

  @Override
  public CommandDefinition definition() {
    return new AuditDefinition();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException {
    require(
        !(line.has(AuditDefinition.JSON) && line.has(AuditDefinition.SARIF)),
        "--sarif cannot be combined with --json");
    FindingsOptions options = FindingsOptions.of(line);
    Selected selected = Selected.of(line);
    if (line.has(AuditDefinition.LIST)) {
      for (Rule rule : Checks.rules()) {
        output.print(rule.id() + "  " + rule.severity().id() + "  " + rule.description() + "\n");
      }
      return ExitStatus.SUCCESS;
    }
    BytePath directory = root(line);
    String unit = unit(line);
    long limit = TimeSpanOption.micros(line, AuditDefinition.TIME_LIMIT, Throttle.UNLIMITED);
    long horizon = TimeSpanOption.micros(line, AuditDefinition.HORIZON, HORIZON);
    Progress progress =
        Progress.withoutFreed(
            limit == Throttle.UNLIMITED
                ? Throttle.unlimited()
                : Throttle.of(limit, Throttle.UNLIMITED));
    HostConfigurations configurations =
        new HostConfigurations(new SystemConfiguration(directory, ReferenceTime.now(), progress));
    Root root = directory == null ? Root.host() : Root.at(directory);
    try (Facts facts = new Facts(root, configurations, progress, horizon)) {
      if (unit != null) {
        List<String> names = facts.units().names();
        require(names.contains(unit), "unknown unit '" + unit + "'" + Suggestion.of(unit, names));
      }
      Audit audit = new Audit(facts, selected::test, unit);
      AuditReport report;
      try (ProgressLine _ = ProgressLine.start(output, progress)) {
        report = audit.run();
      }
      return write(report, options, line, output);
    }
  }

  private static ExitStatus write(
      AuditReport report, FindingsOptions options, ParsedCommandLine line, Output output)
      throws IOException {
    FindingsOptions.Selection selection = options.select(report.findings());
    ExitStatus status = options.status(selection.findings());
    if (report.stopped()) {
      output.say(
          Urgency.WARNING,
          "ephemera audit: the time limit expired before everything was looked at");
      status = status.equals(ExitStatus.SUCCESS) ? ExitStatus.STOPPED : status;
    }
    AuditOutput.of(line, output).write(report, selection, status);
    return status;
  }

  private static @Nullable BytePath root(ParsedCommandLine line) throws UsageException {
    Bytes directory = line.last(AuditDefinition.ROOT);
    if (directory == null) {
      return null;
    }
    require(!directory.isEmpty(), "the name of the root directory is empty");
    BytePath path = BytePath.of(directory);
    return path.isRoot() ? null : path;
  }

  /** The full name of a unit; a name without a type is that of a service, systemctl(1). */
  private static @Nullable String unit(ParsedCommandLine line) throws UsageException {
    String name = line.text(AuditDefinition.UNIT, "");
    require(!line.has(AuditDefinition.UNIT) || !name.isEmpty(), "--unit= is empty");
    return name.isEmpty() ? null : name.indexOf('.') < 0 ? name + ".service" : name;
  }

  /** The checks that a command line selects. */
  private record Selected(Set<String> only, Set<String> skipped) {
    static Selected of(ParsedCommandLine line) throws UsageException {
      List<String> known = new ArrayList<>();
      Checks.rules().forEach(rule -> known.add(rule.id()));
      return new Selected(
          ids(line.all(AuditDefinition.ONLY), known), ids(line.all(AuditDefinition.SKIP), known));
    }

    private static Set<String> ids(List<Bytes> lists, List<String> known) throws UsageException {
      Set<String> ids = new LinkedHashSet<>();
      for (Bytes list : lists) {
        for (String word : list.latin1().split(",", -1)) {
          String id = word.strip().toUpperCase(Locale.ROOT);
          require(
              known.contains(id),
              "unknown check '" + Bytes.latin1(word) + "'" + Suggestion.of(id, known));
          boolean ignored = ids.add(id);
        }
      }
      return ids;
    }

    boolean test(String id) {
      return (only.isEmpty() || only.contains(id)) && !skipped.contains(id);
    }
  }
}
