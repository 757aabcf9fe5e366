// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.audit;

import io.ephemera.audit.check.AuditReport;
import io.ephemera.audit.check.Checks;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Help;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.findings.FindingsOptions;
import io.ephemera.report.Finding;
import io.ephemera.report.JsonFindings;
import io.ephemera.report.Rule;
import io.ephemera.report.SarifFindings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the report of an audit in one of its forms. */
interface AuditOutput {
  /**
   * Writes it.
   *
   * @throws IOException if it cannot be written
   */
  void write(AuditReport report, FindingsOptions.Selection selection, ExitStatus status)
      throws IOException;

  /** The form that a command line asks for. */
  static AuditOutput of(ParsedCommandLine line, Output output) {
    if (line.has(AuditDefinition.SARIF)) {
      return (report, selection, status) -> sarif(output, selection, status);
    }
    return line.has(AuditDefinition.JSON)
        ? (report, selection, status) -> json(output, report, selection, status)
        : new TextAudit(output, Colours.ofStandardOutput());
  }

  private static void sarif(Output output, FindingsOptions.Selection selection, ExitStatus status)
      throws IOException {
    SarifFindings.Tool tool = new SarifFindings.Tool("ephemera audit", Help.versionNumber());
    SarifFindings document = new SarifFindings(output.data(), tool, rules());
    for (Finding finding : selection.findings()) {
      document.finding(finding);
    }
    document.end(status.code());
  }

  /** Those of the audit, and of the configuration, HA707. */
  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(Checks.rules());
    rules.addAll(io.ephemera.tmpfiles.check.Checks.rules());
    return rules;
  }

  private static void json(
      Output output, AuditReport report, FindingsOptions.Selection selection, ExitStatus status)
      throws IOException {
    JsonFindings lines = new JsonFindings(output.data());
    for (Finding finding : selection.findings()) {
      lines.finding(finding);
    }
    lines.end(
        status.code(),
        json -> {
          json.writeNumberField("known", selection.known());
          json.writeNumberField("checks", report.checks());
          json.writeArrayFieldStart("notRun");
          for (AuditReport.NotRun check : report.notRun()) {
            json.writeStartObject();
            json.writeStringField("id", check.rule().id());
            json.writeStringField("reason", check.reason());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("unseen");
          for (String gap : report.gaps()) {
            json.writeString(gap);
          }
          json.writeEndArray();
          json.writeBooleanField("stopped", report.stopped());
        });
  }
}
