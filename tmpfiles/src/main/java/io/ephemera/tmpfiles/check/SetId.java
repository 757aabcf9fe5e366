// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;
import io.ephemera.tmpfiles.language.Mode;

/** Set-user-ID and set-group-ID bits on files. */
final class SetId implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF016",
          "set-id",
          Severity.WARNING,
          "The mode lets whoever runs the file be its owner or group",
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
      int bits = mode.explicit() ? mode.bits() & (SET_USER | SET_GROUP) : 0;
      if (bits != 0 && mayBeFile(context.ground(), line, bits)) {
        String who = (bits & SET_USER) != 0 ? "owner" : "group";
        context.add(
            RULE,
            line,
            Part.MODE,
            "whoever runs '" + line.path() + "' gets the rights of its " + who + advice(line));
      }
    }
  }

  private static String advice(Line line) {
    return line.type() == LineType.ADJUST_MODE_RECURSIVELY
        ? ", and so it is with all files below; '~' in front of the mode spares them"
        : "";
  }

  /** A set-group-ID directory is usual: what is made in it gets its group. */
  private static boolean mayBeFile(ExpectedState ground, Line line, int bits) {
    return switch (line.type()) {
      case CREATE_FILE, TRUNCATE_FILE, WRITE_FILE, COPY -> true;
      case ADJUST_MODE_RECURSIVELY -> !line.mode().masked();
      case ADJUST_MODE, ADJUST_MODE_LEGACY -> {
        Stat stat = ground.stat(line.path());
        boolean unknown = stat == null && (bits & SET_USER) != 0 && !line.mode().masked();
        yield unknown || (stat != null && stat.isRegular() && !line.mode().masked());
      }
      default -> false;
    };
  }
}
