// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;

/** Patterns that seem to match everything but miss hidden files. */
final class MissedDotFiles implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF010",
          "missed-dot-files",
          Severity.WARNING,
          "The pattern * does not match names that start with a dot",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  private static final Bytes EVERYTHING = Bytes.latin1("*");

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      Name name = line.path().name();
      boolean everything = line.type().isGlob() && name != null && name.bytes().equals(EVERYTHING);
      if (everything && !hasSibling(context, line)) {
        String message =
            "'*' does not match names that start with a dot, so they "
                + (line.type().removes()
                    ? "remain; to empty a directory, use D"
                    : "are left out; add a line with '.[!.]*'");
        if (line.type().removes() || line.type().excludes()) {
          context.add(RULE, line, Part.PATH, message);
        } else {
          context.note(RULE, line, Part.PATH, message);
        }
      }
    }
  }

  /** Whether another line of the same type matches hidden names. */
  private static boolean hasSibling(CheckContext context, Line line) {
    for (Line other : context.lines()) {
      Name name = other.path().name();
      if (other.type() == line.type()
          && other.path().parent().equals(line.path().parent())
          && name != null
          && name.isHidden()) {
        return true;
      }
    }
    return false;
  }
}
