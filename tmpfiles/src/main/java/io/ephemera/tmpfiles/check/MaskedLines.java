// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import java.util.HashSet;
import java.util.Set;

/** Lines that are lost because another file of the same name masks theirs. */
final class MaskedLines implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF005",
          "masked-line",
          Severity.NOTE,
          "A file of the same name in a directory of higher priority masks the line, and no line in force has its path",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(CheckContext context) {
    Set<BytePath> paths = new HashSet<>();
    for (Line line : context.lines()) {
      paths.add(line.path());
    }
    for (Configuration.MaskedLine masked : context.configuration().masked()) {
      Line line = masked.line();
      if (!paths.contains(line.path())) {
        String message =
            "this line is not used: "
                + masked.by()
                + " masks the file and does not mention '"
                + line.path()
                + "'";
        context.add(RULE, line, message);
      }
    }
  }
}
