// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.AutofsException;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.report.Operation;
import io.ephemera.report.Outcome;
import io.ephemera.report.Step;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.pace.Pace;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What all operations of one run share: where, whether for real, and who hears of the outcomes.
 *
 * <p>Several threads may tell outcomes, which are heard one at a time, but only one does what
 * walks: {@link #done} is for that one, {@link #gone} for the others.
 */
final class RunContext {
  private final Root root;
  private final boolean dryRun;
  private final boolean all;
  private final Pace pace;
  private final Consumer<Outcome> outcomes;

  /**
   * What the operations of one run share.
   *
   * @param all whether anybody hears of outcomes that ask for no attention; wording them costs more
   *     than the work
   */
  RunContext(Root root, boolean dryRun, boolean all, Pace pace, Consumer<Outcome> outcomes) {
    this.all = all;
    this.pace = pace;
    this.root = root;
    this.dryRun = dryRun;
    this.outcomes = outcomes;
  }

  Root root() {
    return root;
  }

  boolean isDryRun() {
    return dryRun;
  }

  /** How far the run has come, and whether it goes on. */
  Pace pace() {
    return pace;
  }

  private synchronized void tell(Outcome outcome) {
    outcomes.accept(outcome);
  }

  /** Whether anybody hears of outcomes that ask for no attention. */
  boolean isHeard() {
    return all;
  }

  /** Says that a step would be done, in a dry run: then the caller leaves it undone. */
  boolean pretend(Line line, BytePath path, Operation operation, String detail) {
    if (dryRun) {
      tell(new Outcome.WouldDo(step(line, path, operation, detail)));
    }
    return dryRun;
  }

  /** Whether a name on the way that a walk came by may be another afterwards. */
  private static boolean rearranges(Operation operation) {
    return operation == Operation.REPLACE
        || operation == Operation.REMOVE
        || operation == Operation.REMOVE_DIRECTORY;
  }

  void done(Line line, BytePath path, Operation operation, String detail) {
    if (rearranges(operation)) {
      root.forget();
    }
    if (!all) {
      return;
    }
    tell(new Outcome.Done(step(line, path, operation, detail)));
  }

  /** As {@link #done}, below a directory that {@link #rearranged} is called for afterwards. */
  void gone(Line line, BytePath path, Operation operation) {
    tell(new Outcome.Done(step(line, path, operation, "")));
  }

  /** Names were removed that a walk may have come by. */
  void rearranged() {
    root.forget();
  }

  void alreadyRight(Line line, BytePath path, Operation operation) {
    if (!all) {
      return;
    }
    tell(new Outcome.AlreadyRight(step(line, path, operation, "")));
  }

  /** Something left alone that the user should hear of. */
  void skipped(Line line, BytePath path, Operation operation, String reason) {
    tell(new Outcome.Skipped(step(line, path, operation, ""), reason, true));
  }

  /** Something left alone as usual. */
  void kept(Line line, BytePath path, Operation operation, String reason) {
    if (!all) {
      return;
    }
    tell(new Outcome.Skipped(step(line, path, operation, ""), reason, false));
  }

  /** The one place where an exception becomes an outcome. */
  void failed(Line line, BytePath path, Operation operation, IOException reason) {
    Step step = step(line, path, operation, "");
    String text = String.valueOf(reason.getMessage());
    boolean removal = operation == Operation.REMOVE || operation == Operation.REMOVE_DIRECTORY;
    boolean tolerated = line.modifiers().ignoreFailure() && !removal;
    if (reason instanceof AutofsException) {
      tell(new Outcome.Skipped(step, text, true));
    } else if (reason instanceof UnsafePathException) {
      tell(new Outcome.Refused(step, text, tolerated));
    } else {
      String errno = reason instanceof SystemCallException call ? call.errno().name() : "";
      tell(new Outcome.Failed(step, text, errno, tolerated));
    }
  }

  private Step step(Line line, BytePath path, Operation operation, String detail) {
    Position position = line.position();
    String origin = position.file() + ":" + position.line();
    return new Step(operation, root.shown(path).toString(), detail, origin);
  }
}
