// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Problem;

/** Lines that conflict with an earlier line for the same path. */
final class DuplicateLine implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF004",
          "duplicate-line",
          Severity.WARNING,
          "The line conflicts with an earlier line for the same path and is ignored",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Problem problem : context.configuration().problems()) {
      if (problem.kind() == Problem.Kind.DUPLICATE) {
        context.add(RULE, problem);
      }
    }
  }
}
