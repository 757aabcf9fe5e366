// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.report.Finding;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;

/** HA707: what {@code tmpfiles --check} finds, with its own ids. */
final class TmpfilesConfiguration implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA707",
          "tmpfiles-configuration",
          Severity.WARNING,
          "The configuration of tmpfiles.d(5) has mistakes",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) throws IOException {
    for (Finding finding : facts.configurationFindings()) {
      findings.add(finding);
    }
  }
}
