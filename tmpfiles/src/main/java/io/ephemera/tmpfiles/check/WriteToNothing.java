// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;
import java.util.List;

/** Content for files that do not exist. */
final class WriteToNothing implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF017",
          "write-to-nothing",
          Severity.WARNING,
          "w writes only to existing files, and no line creates this one",
          0);

  @Override
  public Rule rule() {
    return RULE;
  }

  /** Their content depends on the running kernel and on services. */
  private static final List<BytePath> UNKNOWN =
      List.of(BytePath.of("/proc"), BytePath.of("/sys"), BytePath.of("/dev"), BytePath.of("/run"));

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      if (line.type() == LineType.WRITE_FILE
          && !PathPattern.isPattern(line)
          && !isUnknown(line.path())
          && context.expected().stat(line.path()) == null
          && !mayBeCreated(context, line.path())) {
        context.add(
            RULE,
            line,
            Part.PATH,
            "'"
                + line.path()
                + "' does not exist and no line creates it, so nothing is written; use f+");
      }
    }
  }

  private static boolean isUnknown(BytePath path) {
    for (BytePath one : UNKNOWN) {
      if (path.startsWith(one)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayBeCreated(CheckContext context, BytePath path) {
    for (Line line : context.lines()) {
      boolean createsMore = line.type() == LineType.COPY || line.type() == LineType.CREATE_SYMLINK;
      boolean creates = createsMore ? path.startsWith(line.path()) : path.equals(line.path());
      if (line.type().creates() && creates) {
        return true;
      }
    }
    return false;
  }
}
