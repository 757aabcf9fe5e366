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

/** Fixed names in directories where any user can have created them first. */
final class PredictableName implements Check {
  private static final Rule RULE =
      Check.rule(
          "TF012",
          "predictable-name",
          Severity.WARNING,
          "Any user can create a fixed name in a world-writable directory first",
          377);

  @Override
  public Rule rule() {
    return RULE;
  }

  private static final List<BytePath> EMPTY_AT_BOOT =
      List.of(BytePath.of("/tmp"), BytePath.of("/dev/shm"), BytePath.of("/run"));

  @Override
  public void run(CheckContext context) {
    ExpectedState expected = context.expected();
    for (Line line : context.lines()) {
      BytePath shared = line.type().creates() ? expected.sharedAbove(line.path()) : null;
      if (shared == null || isSafe(line, shared, expected)) {
        continue;
      }
      BytePath claimed = ExpectedState.entry(shared, line.path());
      if (claimed.equals(line.path()) || !context.creates(claimed)) {
        report(context, line, shared, claimed);
      }
    }
  }

  /** Whether it is created before any user can log in, or replaces what exists. */
  private static boolean isSafe(Line line, BytePath shared, ExpectedState expected) {
    if (!expected.isSticky(shared)) {
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

  private static void report(CheckContext context, Line line, BytePath shared, BytePath claimed) {
    String message =
        "any user can create '"
            + claimed
            + "' first, because '"
            + shared
            + "' is world-writable: "
            + consequence(line)
            + "; use a directory of its own below /run";
    if (context.expected().isSticky(shared) && claimed.equals(line.path()) && takesOver(line)) {
      context.note(RULE, line, Part.PATH, message);
    } else {
      context.add(RULE, line, Part.PATH, message);
    }
  }

  /** Whether the line at least sets the owner and mode of a directory that another user created. */
  private static boolean takesOver(Line line) {
    Owner user = line.user();
    return line.type().createsDirectory()
        && line.mode().explicit()
        && !line.mode().onlyCreate()
        && user != null
        && !user.onlyCreate();
  }

  private static String consequence(Line line) {
    return takesOver(line)
        ? "this line then sets its owner and mode, but its content remains"
        : "it then belongs to that user, or this line fails";
  }
}
