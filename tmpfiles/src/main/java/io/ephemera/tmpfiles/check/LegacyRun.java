// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Problem;

/** Paths below /var/run. */
final class LegacyRun implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF006",
          "legacy-run",
          Severity.WARNING,
          "The path is below /var/run; /run is used instead",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Problem problem : context.configuration().problems()) {
      if (problem.kind() == Problem.Kind.LEGACY_RUN) {
        context.add(RULE, problem);
      }
    }
  }
}
