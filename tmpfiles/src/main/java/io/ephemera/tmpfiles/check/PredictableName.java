// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineFields.Part;
import io.ephemera.tmpfiles.language.LineType;
import io.ephemera.tmpfiles.language.Owner;
import java.util.List;

/** Fixed names in directories where everybody may have made them before. */
final class PredictableName implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF012",
          "predictable-name",
          Severity.WARNING,
          "A fixed name in a directory that everybody writes can be taken by anybody first",
          377);

  @Override
  public Rule rule() {
    return RULE;
  }

  private static final List<BytePath> EMPTY_AT_BOOT =
      List.of(BytePath.of("/tmp"), BytePath.of("/dev/shm"), BytePath.of("/run"));

  @Override
  public void run(CheckContext context) {
    ExpectedState ground = context.ground();
    for (Line line : context.lines()) {
      BytePath shared = Types.makes(line.type()) ? ground.sharedAbove(line.path()) : null;
      if (shared == null || isSafe(line, shared, ground)) {
        continue;
      }
      BytePath claimed = ExpectedState.entry(shared, line.path());
      if (claimed.equals(line.path()) || !isMade(context, claimed)) {
        report(context, line, shared, claimed);
      }
    }
  }

  /** Before anybody could log in, or taking the place of whatever is there. */
  private static boolean isSafe(Line line, BytePath shared, ExpectedState ground) {
    if (!ground.isSticky(shared)) {
      return false;
    }
    boolean replaces =
        line.modifiers().plus()
            && line.path().parent().equals(shared)
            && line.type() != LineType.CREATE_FILE
            && line.type() != LineType.COPY;
    return replaces || (line.modifiers().boot() && isEmptyAtBoot(shared));
  }

  private static boolean isEmptyAtBoot(BytePath shared) {
    for (BytePath path : EMPTY_AT_BOOT) {
      if (shared.startsWith(path)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMade(CheckContext context, BytePath path) {
    for (Line line : context.lines()) {
      if (line.path().equals(path) && Types.makes(line.type())) {
        return true;
      }
    }
    return false;
  }

  private static void report(CheckContext context, Line line, BytePath shared, BytePath claimed) {
    String message =
        "everybody may make '" + claimed + "' first, in '" + shared + "': " + consequence(line);
    if (context.ground().isSticky(shared) && claimed.equals(line.path()) && takesOver(line)) {
      context.note(RULE, line, Part.PATH, message);
    } else {
      context.add(RULE, line, Part.PATH, message);
    }
  }

  /** Whether a directory that somebody else made gets another owner and mode at least. */
  private static boolean takesOver(Line line) {
    Owner user = line.user();
    return Types.makesDirectory(line.type())
        && line.mode().explicit()
        && !line.mode().onlyCreate()
        && user != null
        && !user.onlyCreate();
  }

  private static String consequence(Line line) {
    if (takesOver(line)) {
      return "owner and mode are then set, but what is inside stays; a directory of its own below /run is safe";
    }
    return "it is then theirs, or this line fails; a directory of its own below /run is safe";
  }
}
