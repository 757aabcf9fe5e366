// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Problem;

/** Invalid lines. */
final class InvalidLine implements Check {
  private static final Rule RULE =
      Check.rule("TF001", "invalid-line", Severity.ERROR, "The line is invalid and is skipped", 0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Problem problem : context.configuration().problems()) {
      boolean invalid =
          problem.level() == Problem.Level.ERROR || problem.level() == Problem.Level.ABORT;
      if (invalid && problem.kind() == Problem.Kind.GENERAL) {
        context.add(RULE, problem);
      }
    }
  }
}
