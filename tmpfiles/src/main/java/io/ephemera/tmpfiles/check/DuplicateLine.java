// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Problem;

/** Lines that an earlier one for the same path overrides. */
final class DuplicateLine implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF004",
          "duplicate-line",
          Severity.WARNING,
          "An earlier line for the same path says something else, so this one is not carried out",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Problem problem : context.configuration().problems()) {
      if (problem.kind() == Problem.Kind.DUPLICATE) {
        context.add(RULE, Severity.WARNING, problem.position(), problem.message());
      }
    }
  }
}
