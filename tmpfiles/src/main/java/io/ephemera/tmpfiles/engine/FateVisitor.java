// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Listed;
import io.ephemera.fs.TreeWalk;
import io.ephemera.tmpfiles.language.Extent;
import io.ephemera.tmpfiles.policy.DirectoryPolicy;
import io.ephemera.tmpfiles.policy.Due;
import io.ephemera.tmpfiles.policy.Fate;
import io.ephemera.tmpfiles.policy.Reason;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Foresees what becomes of the entries of one directory: the same questions to the policy as {@link
 * CleaningVisitor} asks, and no change. Unlike that, it also looks at what is in a kept directory,
 * and folds the times from the leaves up: a directory goes when the last of what is in it is gone.
 *
 * <p>Several threads may visit one directory.
 */
final class FateVisitor implements TreeWalk.Visitor {
  private final ForeseenLine line;
  private final DirectoryPolicy policy;
  private final Reach reach;
  private final @Nullable FateVisitor parent;

  /** Why everything in this directory is kept; null if each entry is judged. */
  private final Verdict.@Nullable Kept inherited;

  private Due below = Due.ANY_TIME;
  private boolean kept;

  /**
   * When the directory changes because a line removes a name in it; before all times if none does.
   */
  private long changed = Long.MIN_VALUE;

  /** Whether it changes in this run. */
  private boolean changesNow;

  private FateVisitor(
      ForeseenLine line,
      DirectoryPolicy policy,
      Reach reach,
      Verdict.@Nullable Kept inherited,
      @Nullable FateVisitor parent) {
    this.line = line;
    this.policy = policy;
    this.reach = reach;
    this.inherited = inherited;
    this.parent = parent;
  }

  /**
   * Foresees what becomes of all that is in an open directory.
   *
   * @param inherited why all of it is kept; null if each entry is judged
   * @return the visitor of the directory, which knows whether it would be empty, and when
   */
  static FateVisitor visit(
      ForeseenLine line,
      DirectoryPolicy policy,
      BytePath path,
      Directory top,
      Reach reach,
      Verdict.@Nullable Kept inherited)
      throws IOException {
    FateVisitor visitor = new FateVisitor(line, policy, reach, inherited, null);
    TreeWalk.belowOnAllCores(top, top.stat(), path, visitor);
    return visitor;
  }

  /** Whether a run would leave the directory empty. */
  synchronized boolean isEmptied() {
    return !kept;
  }

  /** When the last of what is in the directory goes. */
  synchronized Due below() {
    return below;
  }

  @Override
  public boolean goesOn() {
    return line.goesOn();
  }

  @Override
  public boolean passesOver(Listed entry) {
    return !reach.admits(entry.name());
  }

  @Override
  public boolean visit(Entry entry) throws IOException {
    Verdict verdict = judge(entry);
    if (entry.stat().isDirectory()) {
      if (verdict instanceof Verdict.Kept keep && !isEntered(entry, keep)) {
        settle(entry, keep, Due.ANY_TIME);
        return false;
      }
      return true; // settled when it is left
    }
    boolean tried = inherited == null && verdict instanceof Verdict.Removed;
    settle(entry, tried ? line.lockedOrRemoved(entry) : verdict, Due.ANY_TIME);
    return false;
  }

  private Verdict judge(Entry entry) throws IOException {
    if (inherited != null) {
      return inherited;
    }
    Verdict.Kept own = policy.ofListed(entry.listed());
    if (own != null) {
      return own;
    }
    return entry.stat().isDirectory() ? policy.ofDirectory(entry) : policy.ofFile(entry);
  }

  /** A mount point may never answer, whatever it is kept for. */
  private boolean isEntered(Entry entry, Verdict.Kept verdict) {
    if (entry.stat().isMountPoint()) {
      return !reach.isWhole(); // it is on the way, or asked for
    }
    return switch (verdict.reason()) {
      case MOUNT_POINT, TOO_DEEP -> !reach.isWhole();
      case OWN_LINE, PATTERN -> line.extentOfOwn(verdict) == Extent.NOTHING || !reach.isWhole();
      case SYSTEM_FILE,
          STICKY,
          DEVICE,
          LIVE_SOCKET,
          FIRST_LEVEL,
          TOO_YOUNG,
          AGE_UNKNOWN,
          LOCKED,
          IN_USE,
          NOT_EMPTY ->
          true;
    };
  }

  @Override
  public TreeWalk.Visitor enter(Entry entry, Directory opened) throws IOException {
    Verdict verdict = judge(entry);
    if (verdict instanceof Verdict.Removed) {
      verdict = policy.line().ofOpened(opened);
    }
    Verdict.Kept keep = verdict instanceof Verdict.Kept kept ? kept : null;
    return new FateVisitor(line, policy.in(entry), reach.below(), keep, this);
  }

  @Override
  public void leave(Entry entry, Directory opened) throws IOException {
    if (parent != null) {
      Verdict verdict = inherited != null ? inherited : policy.ofCleaned(entry, isEmptied());
      parent.settle(
          entry, line.afterChange(verdict, changesNow()), line.laterIfChanged(below(), changed()));
    }
  }

  /** The verdict on an entry is final. A line of its own was asked before, as in a run. */
  private void settle(Entry entry, Verdict verdict, Due under) {
    Due own = line.ownDue(entry);
    if (own != null && own.kind() == Due.Kind.AT) {
      noteChange(own);
    }
    if (own != null && inherited == null && isLeftToOwnLine(verdict)) {
      note(!own.isPast(line.now()), own);
      return;
    }
    Due due = policy.line().due(verdict, entry.stat(), under);
    Due first = line.firstRemoval(entry, own == null ? due : own.orSooner(due));
    note(verdict instanceof Verdict.Kept && !first.isPast(line.now()), first);
    if (reach.includesEntries()) {
      Fate fate = new Fate(entry.stat(), verdict, inherited != null, due);
      line.settle(entry::path, entry.depth() + reach.offset(), fate);
    }
  }

  private static boolean isLeftToOwnLine(Verdict verdict) {
    return verdict instanceof Verdict.Kept keep
        && (keep.reason() == Reason.OWN_LINE || keep.reason() == Reason.PATTERN);
  }

  private synchronized void noteChange(Due removal) {
    changed = Math.max(changed, Math.max(removal.at(), line.now()));
    changesNow |= removal.isPast(line.now());
  }

  /** Whether another line removes a name in the directory in this run. */
  synchronized boolean changesNow() {
    return changesNow;
  }

  /** When the last name in it is removed by another line; before all times if none is. */
  synchronized long changed() {
    return changed;
  }

  private synchronized void note(boolean stays, Due due) {
    kept |= stays;
    below = below.orLater(due);
  }

  @Override
  public void failed(TreeWalk.Failure failure) {
    if (failure.isGone()) {
      note(true, Due.ANY_TIME);
      return;
    }
    note(true, failure.attempt() == TreeWalk.Attempt.LOOK_AT_MOUNT_POINT ? Due.NEVER : Due.UNKNOWN);
    line.failed(failure.path(), failure.reason());
  }
}
