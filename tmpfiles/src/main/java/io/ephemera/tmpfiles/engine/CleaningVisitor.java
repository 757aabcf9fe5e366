// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.TreeWalk;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes from one directory what a rule lets it take.
 *
 * <p>Several threads may clean below one directory. What they note in it only ever becomes true,
 * and is asked for by the one that takes leave of the directory, after all others are done there.
 */
final class CleaningVisitor implements TreeWalk.Visitor {
  /** How far down cleaning goes. */
  private static final int MOST_DEPTH = 256;

  private final RunContext context;
  private final Judge judge;
  private final Rule rule;
  private final @Nullable CleaningVisitor above;
  private final Judge.Place place;

  private boolean removed;
  private boolean kept;

  private CleaningVisitor(
      RunContext context,
      Judge judge,
      Rule rule,
      @Nullable CleaningVisitor above,
      Judge.Place place) {
    this.context = context;
    this.judge = judge;
    this.rule = rule;
    this.above = above;
    this.place = place;
  }

  /**
   * Cleans the content of an open directory. A dry run takes one thing after another, so that it
   * always tells them in the same order.
   *
   * @param before what the directory was, so that its times can be as they were
   * @return whether it is empty afterwards (or would be, in a dry run)
   */
  static boolean below(
      RunContext context, Judge judge, Rule rule, BytePath path, Directory top, Stat before)
      throws IOException {
    Judge.Place place = judge.place(path, before.isMountPoint());
    CleaningVisitor cleaning = new CleaningVisitor(context, judge, rule, null, place);
    try {
      if (context.isDryRun()) {
        TreeWalk.below(top, path, cleaning);
      } else {
        TreeWalk.belowOnAllCores(top, path, cleaning);
      }
    } finally {
      context.rearranged();
    }
    if (rule.isByAge()) {
      cleaning.restoreTimes(path, top, before);
    }
    return !cleaning.kept;
  }

  /** Counts as it is asked; what is then left undone here keeps the directory. */
  @Override
  public boolean goesOn() {
    if (context.pace().isOver()) {
      kept = true;
      return false;
    }
    context.pace().saw();
    return true;
  }

  /** What is free once a name is gone: nothing while there are others. */
  static long freed(Stat removed) {
    return removed.isDirectory() || removed.links() == 1 ? removed.allocated() : 0;
  }

  @Override
  public boolean visit(Entry entry) throws IOException {
    if (entry.stat().isDirectory()) {
      return visitDirectory(entry);
    }
    Verdict verdict = judge.ofFile(entry, place, rule);
    if (verdict == Verdict.GOES) {
      removeFile(entry);
    } else {
      keep(entry, verdict);
    }
    return false;
  }

  private boolean visitDirectory(Entry entry) throws IOException {
    Verdict verdict = judge.ofDescent(entry, place);
    if (verdict != Verdict.GOES) {
      keep(entry, verdict);
      return false;
    }
    if (entry.depth() > MOST_DEPTH) {
      context.skipped(
          rule.line(), entry.path(), Operation.REMOVE_DIRECTORY, Verdict.TOO_DEEP.text());
      removeDirectory(entry, false);
      return false;
    }
    return true;
  }

  @Override
  public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
    if (!context.isDryRun() && !opened.tryLock()) {
      keep(entry, Verdict.LOCKED);
      return null;
    }
    return new CleaningVisitor(context, judge, rule, this, judge.place(entry.path(), false));
  }

  /** While the directory is still open, and so still locked. */
  @Override
  public void leave(Entry entry, Directory opened) throws IOException {
    if (removed) {
      restoreTimes(entry.path(), opened, entry.stat());
    }
    if (above != null) {
      above.removeDirectory(entry, !kept);
    }
  }

  @Override
  public void failed(@Nullable Entry entry, IOException reason) {
    kept = true;
    boolean gone = reason instanceof SystemCallException e && e.is(Errno.ENOENT);
    if (!gone) {
      BytePath path = entry == null ? rule.line().path() : entry.path();
      context.failed(rule.line(), path, Operation.REMOVE, reason);
    }
  }

  private void keep(Entry entry, Verdict verdict) {
    kept = true;
    if (context.isHeard()) {
      context.kept(rule.line(), entry.path(), Operation.REMOVE, verdict.text());
    }
  }

  private void removeFile(Entry entry) throws IOException {
    if (pretend(entry, Operation.REMOVE)) {
      judge.removing(entry.stat());
    } else {
      if (!removeUnlocked(entry)) {
        keep(entry, Verdict.LOCKED);
        return;
      }
      done(entry, Operation.REMOVE);
    }
    context.pace().removed(freed(entry.stat()));
    removed = true;
  }

  /** A lock is the file's, whatever name it is taken by: ours must not seem somebody else's. */
  private boolean removeUnlocked(Entry entry) throws IOException {
    if (!judge.hasOtherNames(entry.stat())) {
      return removeUnlocked(entry.directory(), entry.name(), entry.stat());
    }
    synchronized (judge) {
      judge.removing(entry.stat());
      return removeUnlocked(entry.directory(), entry.name(), entry.stat());
    }
  }

  /**
   * Removes anything but a directory unless somebody holds its lock; somebody else may have been
   * faster.
   *
   * @return false when it is locked
   */
  static boolean removeUnlocked(Directory directory, Name name, Stat stat) throws IOException {
    try (OpenFile file = lockable(directory, name, stat)) {
      if (file != null && !file.tryLock()) {
        return false;
      }
      directory.remove(name);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    return true;
  }

  /**
   * The file, open so that its lock can be tried; null where it cannot be opened and so nobody can
   * hold a lock by it.
   */
  private static @Nullable OpenFile lockable(Directory directory, Name name, Stat stat) {
    if (!stat.isRegular() && stat.type() != FileType.FIFO) {
      return null;
    }
    try {
      return directory.openFile(name);
    } catch (SystemCallException e) {
      return null;
    }
  }

  private void removeDirectory(Entry entry, boolean empty) throws IOException {
    Verdict verdict = judge.ofEmptied(entry, rule);
    if (verdict != Verdict.GOES || !empty) {
      keep(entry, verdict == Verdict.GOES ? Verdict.NOT_EMPTY : verdict);
      return;
    }
    if (!pretend(entry, Operation.REMOVE_DIRECTORY)) {
      if (!removeEmpty(entry)) {
        keep(entry, Verdict.NOT_EMPTY);
        return;
      }
      done(entry, Operation.REMOVE_DIRECTORY);
    }
    context.pace().removed(freed(entry.stat()));
    removed = true;
  }

  private static boolean removeEmpty(Entry entry) throws IOException {
    try {
      entry.directory().removeDirectory(entry.name());
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTEMPTY, Errno.EEXIST)) {
        return false;
      }
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    return true;
  }

  private boolean pretend(Entry entry, Operation operation) {
    return context.isDryRun() && context.pretend(rule.line(), entry.path(), operation, "");
  }

  private void done(Entry entry, Operation operation) {
    if (context.isHeard()) {
      context.gone(rule.line(), entry.path(), operation);
    }
  }

  /** Removing entries is not using the directory: its age must not start anew. */
  private void restoreTimes(BytePath path, Directory directory, Stat before) throws IOException {
    if (removed && !context.pretend(rule.line(), path, Operation.RESTORE_TIMES, "")) {
      directory.setTimes(before);
      context.done(rule.line(), path, Operation.RESTORE_TIMES, "");
    }
  }
}
