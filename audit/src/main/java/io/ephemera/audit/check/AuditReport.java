// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.report.Finding;
import io.ephemera.report.Rule;
import java.util.List;

/**
 * What an audit found, and what it did not see.
 *
 * @param findings the most severe first
 * @param checks how many checks were carried out
 * @param notRun the checks that were not
 * @param gaps what could not be seen, in sentences: there may be findings that are missing
 * @param stopped whether the time limit ended it early
 */
public record AuditReport(
    List<Finding> findings, int checks, List<NotRun> notRun, List<String> gaps, boolean stopped) {
  /** Takes copies. */
  public AuditReport {
    findings = List.copyOf(findings);
    notRun = List.copyOf(notRun);
    gaps = List.copyOf(gaps);
  }

  /**
   * A check that was not carried out, or not to its end.
   *
   * @param reason why, in a few words
   */
  public record NotRun(Rule rule, String reason) {}
}
