// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.report.Finding;
import io.ephemera.report.Location;
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
      findings.add(inside(finding, facts.root()));
    }
  }

  /** With the file as the root directory has it, as all other findings name files. */
  private static Finding inside(Finding finding, Root root) {
    String top = root.isHost() ? "" : root.shown(BytePath.ROOT).toString();
    return finding.location() instanceof Location.InFile(String file, int line, int column)
            && !top.isEmpty()
            && file.startsWith(top + "/")
        ? finding.at(new Location.InFile(file.substring(top.length()), line, column))
        : finding;
  }
}
