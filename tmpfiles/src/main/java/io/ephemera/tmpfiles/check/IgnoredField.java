// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;

/** Fields that the type of their line does not use. */
final class IgnoredField implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF008",
          "ignored-field",
          Severity.WARNING,
          "The type of the line does not use this field",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      LineType type = line.type();
      if (line.mode().explicit() && !type.takesMode()) {
        add(context, line, Part.MODE, "mode");
      }
      if (line.user() != null && !type.takesOwner()) {
        add(context, line, Part.USER, "user");
      }
      if (line.group() != null && !type.takesOwner()) {
        add(context, line, Part.GROUP, "group");
      }
      if (line.age() != null && !type.takesAge()) {
        add(context, line, Part.AGE, "age");
      }
    }
  }

  private static void add(CheckContext context, Line line, Part part, String what) {
    context.add(
        RULE,
        line,
        part,
        "the " + what + " has no effect: type '" + line.type().letter() + "' does not use it");
  }
}
