// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Problem;

/** Parts of lines without effect, and unreadable files. */
final class NoEffect implements Check {
  private static final Rule RULE =
      Check.rule("TF003", "no-effect", Severity.WARNING, "A part of the line has no effect", 0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Problem problem : context.configuration().problems()) {
      if (problem.level() == Problem.Level.WARNING) {
        context.add(RULE, problem);
      }
    }
  }
}
