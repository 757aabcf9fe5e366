// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.audit;

import io.ephemera.audit.check.AuditReport;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.findings.FindingsOptions;
import io.ephemera.report.Finding;
import io.ephemera.report.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A report for people: the worst first, and at the end what was not seen. */
final class TextAudit implements AuditOutput {
  private static final int MOST_GAPS = 10;

  private final Output output;
  private final Colours colours;

  TextAudit(Output output, Colours colours) {
    this.output = output;
    this.colours = colours;
  }

  @Override
  public void write(AuditReport report, FindingsOptions.Selection selection, ExitStatus status) {
    String before = "";
    for (Finding finding : selection.findings()) {
      String heading = finding.rule().id() + " " + finding.severity();
      if (!heading.equals(before)) {
        line((before.isEmpty() ? "" : "\n") + heading(finding));
        before = heading;
      }
      write(finding);
    }
    line((before.isEmpty() ? "" : "\n") + counts(selection));
    write(report);
  }

  private String heading(Finding finding) {
    return colours.severity(finding.severity())
        + " "
        + finding.rule().id()
        + ": "
        + finding.rule().description()
        + " (help: "
        + finding.rule().page()
        + ")";
  }

  private void write(Finding finding) {
    line("  " + finding.location() + ": " + finding.message());
    for (String seen : finding.evidence()) {
      line("      seen: " + seen);
    }
    for (String fix : finding.fix()) {
      line("      fix:  " + fix);
    }
  }

  private static String counts(FindingsOptions.Selection selection) {
    Map<Severity, Integer> counts = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      counts.put(severity, 0);
    }
    selection.findings().forEach(one -> counts.merge(one.severity(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach((severity, count) -> parts.add(count(count, severity.id())));
    String known = selection.known() == 0 ? "" : "; " + selection.known() + " in the baseline";
    return String.join(", ", parts) + known;
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private void write(AuditReport report) {
    Map<String, Set<String>> reasons = new LinkedHashMap<>();
    for (AuditReport.NotRun check : report.notRun()) {
      boolean ignored =
          reasons.computeIfAbsent(check.reason(), none -> new TreeSet<>()).add(check.rule().id());
    }
    line(count(report.checks(), "check") + " run");
    reasons.forEach((reason, ids) -> line("not run: " + String.join(" ", ids) + ": " + reason));
    List<String> gaps = report.gaps();
    gaps.stream().limit(MOST_GAPS).forEach(gap -> line("not seen: " + gap));
    if (gaps.size() > MOST_GAPS) {
      line("not seen: " + (gaps.size() - MOST_GAPS) + " more; --json lists all");
    }
  }

  private void line(String text) {
    output.print(text + "\n");
  }
}
