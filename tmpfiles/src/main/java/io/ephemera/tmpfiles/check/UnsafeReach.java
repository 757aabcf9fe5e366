// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;
import org.jspecify.annotations.Nullable;

/** Recursion and patterns that reach files of unprivileged users. */
final class UnsafeReach implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF011",
          "unsafe-reach",
          Severity.WARNING,
          "Recursion or a pattern reaches files that an unprivileged user can replace",
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
              || line.type().adjustsTree()
              || ((line.type().adjusts() || line.type() == LineType.REMOVE)
                  && PathPattern.isPattern(line));
      // While the system boots there is no user to race with.
      if (reaches && !line.modifiers().boot()) {
        check(context, line);
      }
    }
  }

  private static void check(CheckContext context, Line line) {
    BytePath foreign = foreignAbove(context.expected(), line);
    if (foreign != null) {
      context.add(
          RULE,
          line,
          Part.PATH,
          "'"
              + foreign
              + "' is writable by an unprivileged user, who can choose what "
              + (line.type().removes() ? "is removed" : "gets this mode, owner or attribute"));
    } else if (line.type().adjustsTree() && context.expected().isForeign(line.path())) {
      context.note(
          RULE,
          line,
          Part.PATH,
          "an unprivileged user can write to this tree and choose what is changed; if only the"
              + " directory matters, use z");
    }
  }

  /**
   * The directory in which an unprivileged user could replace what the line reaches, or null. The
   * last name is never followed, so a removal affects only the directory that contains it; but a
   * file that is adjusted can have another name elsewhere.
   */
  private static @Nullable BytePath foreignAbove(ExpectedState expected, Line line) {
    BytePath nearest = line.type().removes() ? line.path().parent() : line.path();
    for (BytePath here = nearest; !here.isRoot(); here = here.parent()) {
      BytePath above = here.parent();
      boolean fixed = PathPattern.fixedPart(line).startsWith(above);
      if (fixed && expected.isForeign(above)) {
        return above;
      }
    }
    return null;
  }
}
