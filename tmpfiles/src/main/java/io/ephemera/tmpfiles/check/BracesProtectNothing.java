// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;

/** Exclusions with alternatives in braces, which exclusions do not expand. */
final class BracesProtectNothing implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF009",
          "braces-protect-nothing",
          Severity.WARNING,
          "Exclusions do not expand braces, so the line protects nothing",
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
      if (line.type().excludes() && braces) {
        context.add(
            RULE,
            line,
            Part.PATH,
            "exclusions do not expand braces, so this line protects nothing; write one line for each"
                + " alternative");
      }
    }
  }
}
