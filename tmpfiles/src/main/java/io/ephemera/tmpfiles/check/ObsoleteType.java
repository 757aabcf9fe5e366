// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;

/** Old spellings of types. */
final class ObsoleteType implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF007",
          "obsolete-type",
          Severity.NOTE,
          "The type is the old spelling of another type",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      if (line.type() == LineType.TRUNCATE_FILE) {
        context.add(RULE, line, Part.TYPE, "F is the old spelling of f+");
      } else if (line.type() == LineType.ADJUST_MODE_LEGACY) {
        context.add(RULE, line, Part.TYPE, "m is the old spelling of z");
      }
    }
  }
}
