// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Problem;

/** Unknown users and groups. */
final class UnknownAccount implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF002",
          "unknown-account",
          Severity.ERROR,
          "The user or group is unknown, so the line is skipped",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Problem problem : context.configuration().problems()) {
      if (problem.kind() == Problem.Kind.UNKNOWN_ACCOUNT) {
        context.add(RULE, problem);
      }
    }
  }
}
