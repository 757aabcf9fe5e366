// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;
import java.util.ArrayList;
import java.util.List;

/** Paths through a symbolic link that another line creates. */
final class BelowSymlink implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF018",
          "below-symlink",
          Severity.WARNING,
          "The path leads through a symbolic link that another line creates",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    List<Line> links = new ArrayList<>();
    for (Line line : context.lines()) {
      if (line.type() == LineType.CREATE_SYMLINK) {
        links.add(line);
      }
    }
    for (Line line : context.lines()) {
      for (Line link : links) {
        if (line.path().startsWith(link.path()) && !line.path().equals(link.path())) {
          context.add(RULE, line, Part.PATH, message(link));
        }
      }
    }
  }

  private static String message(Line link) {
    return "'"
        + link.path()
        + "' is a symbolic link, created by "
        + link.position().file()
        + ":"
        + link.position().line()
        + "; use the path that it points to";
  }
}
