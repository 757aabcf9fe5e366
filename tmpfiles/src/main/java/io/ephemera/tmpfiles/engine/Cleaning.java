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
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One walk below a directory that takes what a rule lets it take. */
final class Cleaning implements Descent.Visitor {
  /** How far down cleaning goes. */
  private static final int MOST_DEPTH = 256;

  private final Session session;
  private final Judge judge;
  private final Rule rule;
  private final boolean topIsMountPoint;
  private final Deque<Level> levels = new ArrayDeque<>();

  /** What happened to the entries of a directory that is being walked. */
  private static final class Level {
    boolean removed;
    boolean kept;
  }

  private Cleaning(Session session, Judge judge, Rule rule, boolean topIsMountPoint) {
    this.session = session;
    this.judge = judge;
    this.rule = rule;
    this.topIsMountPoint = topIsMountPoint;
  }

  /**
   * Cleans the content of an open directory.
   *
   * @param before what the directory was, so that its times can be as they were
   * @return whether it is empty afterwards (or would be, in a dry run)
   */
  static boolean below(
      Session session, Judge judge, Rule rule, BytePath path, Directory top, Stat before)
      throws IOException {
    Cleaning cleaning = new Cleaning(session, judge, rule, before.isMountPoint());
    Level level = new Level();
    cleaning.levels.push(level);
    Descent.below(top, path, cleaning);
    if (rule.isByAge()) {
      cleaning.restoreTimes(path, top, before, level);
    }
    return !level.kept;
  }

  @Override
  public boolean visit(Visit entry) throws IOException {
    Judge.Found found = found(entry);
    if (entry.stat().isDirectory()) {
      return visitDirectory(found, entry);
    }
    Verdict verdict = judge.ofFile(found, rule);
    if (verdict == Verdict.GOES) {
      removeFile(found, entry);
    } else {
      keep(found.path(), verdict);
    }
    return false;
  }

  private Judge.Found found(Visit entry) {
    int depth = entry.depth();
    return new Judge.Found(
        entry.path(), entry.name(), entry.stat(), depth, depth == 1 && topIsMountPoint);
  }

  private boolean visitDirectory(Judge.Found found, Visit entry) throws IOException {
    Verdict verdict = judge.ofDescent(found);
    if (verdict != Verdict.GOES) {
      keep(found.path(), verdict);
      return false;
    }
    if (found.depth() > MOST_DEPTH) {
      session.skipped(rule.line(), found.path(), Verb.REMOVE_DIRECTORY, Verdict.TOO_DEEP.text());
      removeDirectory(found, entry, false);
      return false;
    }
    return true;
  }

  @Override
  public boolean enter(Visit entry, Directory opened) throws IOException {
    if (!session.isDryRun() && !opened.tryLock()) {
      keep(entry.path(), Verdict.LOCKED);
      return false;
    }
    levels.push(new Level());
    return true;
  }

  /** While the directory is still open, and so still locked. */
  @Override
  public void leave(Visit entry, Directory opened) throws IOException {
    Level level = levels.pop();
    restoreTimes(entry.path(), opened, entry.stat(), level);
    removeDirectory(found(entry), entry, !level.kept);
  }

  @Override
  public void failed(@Nullable Visit entry, IOException reason) {
    levels.getFirst().kept = true;
    boolean gone = reason instanceof SystemCallException e && e.is(Errno.ENOENT);
    if (!gone) {
      BytePath path = entry == null ? rule.line().path() : entry.path();
      session.failed(rule.line(), path, Verb.REMOVE, reason);
    }
  }

  private void keep(BytePath path, Verdict verdict) {
    levels.getFirst().kept = true;
    session.kept(rule.line(), path, Verb.REMOVE, verdict.text());
  }

  private void removeFile(Judge.Found found, Visit entry) throws IOException {
    if (removeFile(
        session, rule.line(), entry.directory(), entry.name(), entry.stat(), found.path())) {
      levels.getFirst().removed = true;
      judge.removed(entry.stat());
    } else {
      levels.getFirst().kept = true;
    }
  }

  /**
   * Removes anything but a directory, unless it is locked: whether it is gone, or would be in a dry
   * run.
   */
  static boolean removeFile(
      Session session, Line line, Directory directory, Name name, Stat stat, BytePath path)
      throws IOException {
    if (session.pretend(line, path, Verb.REMOVE, "")) {
      return true;
    }
    try (OpenFile file = lockable(directory, name, stat)) {
      if (file != null && !file.tryLock()) {
        session.kept(line, path, Verb.REMOVE, Verdict.LOCKED.text());
        return false;
      }
      directory.remove(name);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    session.done(line, path, Verb.REMOVE, "");
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

  private void removeDirectory(Judge.Found found, Visit entry, boolean empty) throws IOException {
    Verdict verdict = judge.ofEmptied(found, rule);
    if (verdict != Verdict.GOES || !empty) {
      keep(found.path(), verdict == Verdict.GOES ? Verdict.NOT_EMPTY : verdict);
      return;
    }
    if (session.pretend(rule.line(), found.path(), Verb.REMOVE_DIRECTORY, "")) {
      levels.getFirst().removed = true;
      return;
    }
    try {
      entry.directory().removeDirectory(entry.name());
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTEMPTY, Errno.EEXIST)) {
        keep(found.path(), Verdict.NOT_EMPTY);
        return;
      }
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    levels.getFirst().removed = true;
    session.done(rule.line(), found.path(), Verb.REMOVE_DIRECTORY, "");
  }

  /** Removing entries is not using the directory: its age must not start anew. */
  private void restoreTimes(BytePath path, Directory directory, Stat before, Level level)
      throws IOException {
    if (level.removed && !session.pretend(rule.line(), path, Verb.RESTORE_TIMES, "")) {
      directory.setTimes(before);
      session.done(rule.line(), path, Verb.RESTORE_TIMES, "");
    }
  }
}
