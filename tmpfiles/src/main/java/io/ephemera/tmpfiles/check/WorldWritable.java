// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.AclEntry;
import io.ephemera.tmpfiles.language.AclText;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;

/** Modes that let any user write. */
final class WorldWritable implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF015",
          "world-writable",
          Severity.WARNING,
          "The mode lets any user write, without the sticky bit of a shared directory",
          732);

  @Override
  public Rule rule() {
    return RULE;
  }

  private static final BytePath DEVICES = BytePath.of("/dev");
  private static final int OTHERS_WRITE = 02;
  private static final int STICKY = 01000;

  @Override
  public void run(CheckContext context) {
    for (Line line : context.lines()) {
      if (opensByMode(line) && !isDevice(line)) {
        context.add(
            RULE,
            line,
            Part.MODE,
            "any user can write to '" + line.path() + "'" + advice(line.type()));
      } else if (line.action() instanceof Action.SetAcl list && opens(list.acl())) {
        context.add(
            RULE,
            line,
            Part.ARGUMENT,
            "any user can write to '" + line.path() + "': the list has an entry for others");
      }
    }
  }

  private static boolean opensByMode(Line line) {
    int bits = line.mode().bits();
    boolean shared = mayBeSharedDirectory(line.type()) && (bits & STICKY) != 0;
    boolean set = line.mode().explicit() && line.type().takesMode();
    return set && (bits & OTHERS_WRITE) != 0 && !shared;
  }

  private static boolean opens(AclText acl) {
    for (AclEntry entry : acl.entries()) {
      if (entry.tag() == AclEntry.Tag.OTHER && (entry.permissions() & OTHERS_WRITE) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Device nodes are often meant for all users. */
  private static boolean isDevice(Line line) {
    LineType type = line.type();
    return type == LineType.CREATE_CHARACTER_DEVICE
        || type == LineType.CREATE_BLOCK_DEVICE
        || (adjustsSingle(type) && line.path().startsWith(DEVICES));
  }

  private static boolean mayBeSharedDirectory(LineType type) {
    return type.createsDirectory()
        || type == LineType.ADJUST_DIRECTORY
        || type == LineType.COPY
        || adjustsSingle(type);
  }

  private static boolean adjustsSingle(LineType type) {
    return type.adjusts() && !type.adjustsTree();
  }

  private static String advice(LineType type) {
    return type.createsDirectory() || type == LineType.ADJUST_DIRECTORY
        ? ", and remove and rename other users' files there; a shared directory needs mode 1777"
        : "; give it to a group instead";
  }
}
