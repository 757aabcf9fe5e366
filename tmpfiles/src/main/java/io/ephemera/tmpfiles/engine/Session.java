// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.AutofsException;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.report.Deed;
import io.ephemera.report.Outcome;
import io.ephemera.report.Verb;
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
final class Session {
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
  Session(Root root, boolean dryRun, boolean all, Pace pace, Consumer<Outcome> outcomes) {
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
  boolean pretend(Line line, BytePath path, Verb verb, String detail) {
    if (dryRun) {
      tell(new Outcome.WouldDo(deed(line, path, verb, detail)));
    }
    return dryRun;
  }

  /** Whether a name on the way that a walk came by may be another afterwards. */
  private static boolean rearranges(Verb verb) {
    return verb == Verb.REPLACE || verb == Verb.REMOVE || verb == Verb.REMOVE_DIRECTORY;
  }

  void done(Line line, BytePath path, Verb verb, String detail) {
    if (rearranges(verb)) {
      root.forget();
    }
    if (!all) {
      return;
    }
    tell(new Outcome.Done(deed(line, path, verb, detail)));
  }

  /** As {@link #done}, below a directory that {@link #rearranged} is called for afterwards. */
  void gone(Line line, BytePath path, Verb verb) {
    tell(new Outcome.Done(deed(line, path, verb, "")));
  }

  /** Names were removed that a walk may have come by. */
  void rearranged() {
    root.forget();
  }

  void alreadyRight(Line line, BytePath path, Verb verb) {
    if (!all) {
      return;
    }
    tell(new Outcome.AlreadyRight(deed(line, path, verb, "")));
  }

  /** Something left alone that the user should hear of. */
  void skipped(Line line, BytePath path, Verb verb, String reason) {
    tell(new Outcome.Skipped(deed(line, path, verb, ""), reason, true));
  }

  /** Something left alone as usual. */
  void kept(Line line, BytePath path, Verb verb, String reason) {
    if (!all) {
      return;
    }
    tell(new Outcome.Skipped(deed(line, path, verb, ""), reason, false));
  }

  void unsupported(Line line, BytePath path, Verb verb, String what) {
    tell(new Outcome.Unsupported(deed(line, path, verb, ""), what));
  }

  /** The one place where an exception becomes an outcome. */
  void failed(Line line, BytePath path, Verb verb, IOException reason) {
    Deed deed = deed(line, path, verb, "");
    String text = String.valueOf(reason.getMessage());
    boolean removal = verb == Verb.REMOVE || verb == Verb.REMOVE_DIRECTORY;
    boolean tolerated = line.modifiers().ignoreFailure() && !removal;
    if (reason instanceof AutofsException) {
      tell(new Outcome.Skipped(deed, text, true));
    } else if (reason instanceof UnsafePathException) {
      tell(new Outcome.Refused(deed, text, tolerated));
    } else {
      String errno = reason instanceof SystemCallException call ? call.errno().name() : "";
      tell(new Outcome.Failed(deed, text, errno, tolerated));
    }
  }

  private Deed deed(Line line, BytePath path, Verb verb, String detail) {
    Position position = line.position();
    String origin = position.file() + ":" + position.line();
    return new Deed(verb, root.shown(path).toString(), detail, origin);
  }
}
