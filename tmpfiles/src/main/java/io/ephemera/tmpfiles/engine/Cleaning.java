// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Descent;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Errno;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.Visit;
import io.ephemera.report.Verb;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes from one directory what a rule lets it take.
 *
 * <p>Several threads may clean below one directory. What they note in it only ever becomes true,
 * and is asked for by the one that takes leave of the directory, after all others are done there.
 */
final class Cleaning implements Descent.Visitor {
  /** How far down cleaning goes. */
  private static final int MOST_DEPTH = 256;

  private final Session session;
  private final Judge judge;
  private final Rule rule;
  private final @Nullable Cleaning above;
  private final Judge.Place place;

  private boolean removed;
  private boolean kept;

  private Cleaning(
      Session session, Judge judge, Rule rule, @Nullable Cleaning above, Judge.Place place) {
    this.session = session;
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
      Session session, Judge judge, Rule rule, BytePath path, Directory top, Stat before)
      throws IOException {
    Judge.Place place = judge.place(path, before.isMountPoint());
    Cleaning cleaning = new Cleaning(session, judge, rule, null, place);
    try {
      if (session.isDryRun()) {
        Descent.below(top, path, cleaning);
      } else {
        Descent.belowOnAllCores(top, path, cleaning);
      }
    } finally {
      session.rearranged();
    }
    if (rule.isByAge()) {
      cleaning.restoreTimes(path, top, before);
    }
    return !cleaning.kept;
  }

  /** Counts as it is asked; what is then left undone here keeps the directory. */
  @Override
  public boolean goesOn() {
    if (session.pace().isOver()) {
      kept = true;
      return false;
    }
    session.pace().saw();
    return true;
  }

  /** What is free once a name is gone: nothing while there are others. */
  static long freed(Stat removed) {
    return removed.isDirectory() || removed.links() == 1 ? removed.allocated() : 0;
  }

  @Override
  public boolean visit(Visit entry) throws IOException {
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

  private boolean visitDirectory(Visit entry) throws IOException {
    Verdict verdict = judge.ofDescent(entry, place);
    if (verdict != Verdict.GOES) {
      keep(entry, verdict);
      return false;
    }
    if (entry.depth() > MOST_DEPTH) {
      session.skipped(rule.line(), entry.path(), Verb.REMOVE_DIRECTORY, Verdict.TOO_DEEP.text());
      removeDirectory(entry, false);
      return false;
    }
    return true;
  }

  @Override
  public Descent.@Nullable Visitor enter(Visit entry, Directory opened) throws IOException {
    if (!session.isDryRun() && !opened.tryLock()) {
      keep(entry, Verdict.LOCKED);
      return null;
    }
    return new Cleaning(session, judge, rule, this, judge.place(entry.path(), false));
  }

  /** While the directory is still open, and so still locked. */
  @Override
  public void leave(Visit entry, Directory opened) throws IOException {
    if (removed) {
      restoreTimes(entry.path(), opened, entry.stat());
    }
    if (above != null) {
      above.removeDirectory(entry, !kept);
    }
  }

  @Override
  public void failed(@Nullable Visit entry, IOException reason) {
    kept = true;
    boolean gone = reason instanceof SystemCallException e && e.is(Errno.ENOENT);
    if (!gone) {
      BytePath path = entry == null ? rule.line().path() : entry.path();
      session.failed(rule.line(), path, Verb.REMOVE, reason);
    }
  }

  private void keep(Visit entry, Verdict verdict) {
    kept = true;
    if (session.isHeard()) {
      session.kept(rule.line(), entry.path(), Verb.REMOVE, verdict.text());
    }
  }

  private void removeFile(Visit entry) throws IOException {
    if (pretend(entry, Verb.REMOVE)) {
      judge.removing(entry.stat());
    } else {
      if (!removeUnlocked(entry)) {
        keep(entry, Verdict.LOCKED);
        return;
      }
      done(entry, Verb.REMOVE);
    }
    session.pace().removed(freed(entry.stat()));
    removed = true;
  }

  /** A lock is the file's, whatever name it is taken by: ours must not seem somebody else's. */
  private boolean removeUnlocked(Visit entry) throws IOException {
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

  private void removeDirectory(Visit entry, boolean empty) throws IOException {
    Verdict verdict = judge.ofEmptied(entry, rule);
    if (verdict != Verdict.GOES || !empty) {
      keep(entry, verdict == Verdict.GOES ? Verdict.NOT_EMPTY : verdict);
      return;
    }
    if (!pretend(entry, Verb.REMOVE_DIRECTORY)) {
      if (!removeEmpty(entry)) {
        keep(entry, Verdict.NOT_EMPTY);
        return;
      }
      done(entry, Verb.REMOVE_DIRECTORY);
    }
    session.pace().removed(freed(entry.stat()));
    removed = true;
  }

  private static boolean removeEmpty(Visit entry) throws IOException {
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

  private boolean pretend(Visit entry, Verb verb) {
    return session.isDryRun() && session.pretend(rule.line(), entry.path(), verb, "");
  }

  private void done(Visit entry, Verb verb) {
    if (session.isHeard()) {
      session.gone(rule.line(), entry.path(), verb);
    }
  }

  /** Removing entries is not using the directory: its age must not start anew. */
  private void restoreTimes(BytePath path, Directory directory, Stat before) throws IOException {
    if (removed && !session.pretend(rule.line(), path, Verb.RESTORE_TIMES, "")) {
      directory.setTimes(before);
      session.done(rule.line(), path, Verb.RESTORE_TIMES, "");
    }
  }
}
