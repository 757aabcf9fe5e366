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

/** Modes that let everybody write. */
final class WorldWritable implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF015",
          "world-writable",
          Severity.WARNING,
          "The mode lets everybody write, without the sticky bit of shared directories",
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
      int bits = line.mode().bits();
      boolean open = line.mode().explicit() && (bits & OTHERS_WRITE) != 0;
      if (open && usesMode(line) && !(mayBeSharedDirectory(line.type()) && (bits & STICKY) != 0)) {
        context.add(
            RULE,
            line,
            Part.MODE,
            "everybody may write '" + line.path() + "'" + advice(line.type()));
      } else if (line.action() instanceof Action.SetAcl list && opens(list.acl())) {
        context.add(
            RULE,
            line,
            Part.ARGUMENT,
            "everybody may write '" + line.path() + "', by the entry for others");
      }
    }
  }

  private static boolean opens(AclText acl) {
    for (AclEntry entry : acl.entries()) {
      if (entry.tag() == AclEntry.Tag.OTHER && (entry.permissions() & OTHERS_WRITE) != 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean usesMode(Line line) {
    return switch (line.type()) {
      case CREATE_CHARACTER_DEVICE, CREATE_BLOCK_DEVICE -> false; // many are for everybody
      case ADJUST_MODE, ADJUST_MODE_LEGACY -> !line.path().startsWith(DEVICES);
      case ADJUST_DIRECTORY,
          ADJUST_MODE_RECURSIVELY,
          CREATE_FILE,
          TRUNCATE_FILE,
          WRITE_FILE,
          CREATE_FIFO,
          COPY ->
          true;
      default -> Types.makesDirectory(line.type());
    };
  }

  private static boolean mayBeSharedDirectory(LineType type) {
    return switch (type) {
      case ADJUST_DIRECTORY, ADJUST_MODE, ADJUST_MODE_LEGACY, COPY -> true;
      default -> Types.makesDirectory(type);
    };
  }

  private static String advice(LineType type) {
    return Types.makesDirectory(type) || type == LineType.ADJUST_DIRECTORY
        ? ", and remove and rename what others have there; a shared directory is 1777"
        : "; give it to a group";
  }
}
