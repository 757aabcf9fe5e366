// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;
import org.jspecify.annotations.Nullable;

/** Recursion and patterns that reach what users without privileges put there. */
final class UnsafeReach implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF011",
          "unsafe-reach",
          Severity.WARNING,
          "Recursion or a pattern reaches what a user without privileges can exchange",
          59);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      boolean reaches =
          line.type() == LineType.REMOVE_RECURSIVELY
              || Types.adjustsTree(line.type())
              || ((Types.adjusts(line.type()) || line.type() == LineType.REMOVE)
                  && Types.isPattern(line));
      // What runs only while the system boots has nobody to race with.
      if (reaches && !line.modifiers().boot()) {
        check(context, line);
      }
    }
  }

  private static void check(CheckContext context, Line line) {
    BytePath foreign = foreignAbove(context.ground(), line);
    if (foreign != null) {
      context.add(
          RULE,
          line,
          Part.PATH,
          "'"
              + foreign
              + "' is writable without privileges: whoever writes there chooses what "
              + (Types.removes(line.type()) ? "is removed" : "gets this mode, owner or attribute"));
    } else if (Types.adjustsTree(line.type()) && context.ground().isForeign(line.path())) {
      context.note(
          RULE,
          line,
          Part.PATH,
          "a user without privileges writes in this tree, and has a part in what is changed; if"
              + " only the directory matters, use z");
    }
  }

  /**
   * The directory in which somebody could exchange what the line comes to. The name at the end is
   * followed nowhere, so a removal takes only what is in the same directory; what is adjusted there
   * may have another name elsewhere.
   */
  private static @Nullable BytePath foreignAbove(ExpectedState ground, Line line) {
    BytePath nearest = Types.removes(line.type()) ? line.path().parent() : line.path();
    for (BytePath here = nearest; !here.isRoot(); here = here.parent()) {
      BytePath above = here.parent();
      boolean fixed = Types.fixedPart(line).startsWith(above);
      if (fixed && ground.isForeign(above)) {
        return above;
      }
    }
    return null;
  }
}
