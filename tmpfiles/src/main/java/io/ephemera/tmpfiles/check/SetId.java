// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;
import io.ephemera.tmpfiles.language.Mode;
import org.jspecify.annotations.Nullable;

/** Set-user-ID and set-group-ID bits on files. */
final class SetId implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF016",
          "set-id",
          Severity.WARNING,
          "Any user who runs the file gets the rights of its owner or group",
          250);

  @Override
  public Rule rule() {
    return RULE;
  }

  private static final int SET_USER = 04000;
  private static final int SET_GROUP = 02000;

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      Mode mode = line.mode();
      int bits =
          mode.explicit() && line.type().takesMode() ? mode.bits() & (SET_USER | SET_GROUP) : 0;
      if (bits != 0 && mayBeFile(context.expected(), line, bits)) {
        String who = (bits & SET_USER) != 0 ? "owner" : "group";
        context.add(
            RULE,
            line,
            Part.MODE,
            "any user who runs '" + line.path() + "' gets the rights of its " + who + advice(line));
      }
    }
  }

  private static String advice(Line line) {
    return line.type() == LineType.ADJUST_MODE_RECURSIVELY
        ? ", as for all files below it; '~' in front of the mode excludes them"
        : "";
  }

  /** Directories are not meant: set-group-ID is common there, for new files to get the group. */
  private static boolean mayBeFile(ExpectedState expected, Line line, int bits) {
    LineType type = line.type();
    if (type.adjusts() && line.mode().masked()) {
      return false;
    }
    if (type.adjustsTree()) {
      return true;
    }
    return type.adjusts() ? adjustsFile(expected.stat(line.path()), bits) : fillsFile(type);
  }

  /** A path that does not exist yet is probably a directory if only the group bit is set. */
  private static boolean adjustsFile(@Nullable Stat stat, int bits) {
    return stat == null ? (bits & SET_USER) != 0 : stat.isRegular();
  }

  private static boolean fillsFile(LineType type) {
    return type == LineType.CREATE_FILE
        || type == LineType.TRUNCATE_FILE
        || type == LineType.WRITE_FILE
        || type == LineType.COPY;
  }
}
