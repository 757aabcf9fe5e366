// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;

/** Exclusions with alternatives in braces, which are not alternatives there. */
final class BracesProtectNothing implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF009",
          "braces-protect-nothing",
          Severity.WARNING,
          "An exclusion does not expand braces, so the line protects nothing",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      String path = line.path().latin1();
      int open = path.indexOf('{');
      boolean braces = open >= 0 && path.indexOf('}', open) > 0 && path.indexOf(',', open) > 0;
      if (Types.excludes(line.type()) && braces) {
        context.add(
            RULE,
            line,
            Part.PATH,
            "braces are no alternatives where paths are compared: nothing is protected; write a"
                + " line for each");
      }
    }
  }
}
