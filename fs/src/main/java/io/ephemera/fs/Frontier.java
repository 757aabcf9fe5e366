// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * How far a {@link TreeWalk} has come: which directories are open, what nobody has begun yet, and
 * who works.
 *
 * <p>A worker stays below where it is as long as there is something to do; after that it takes
 * something from the uppermost directory that has any, for that is the most. So there are never
 * more open directories than workers times levels. Thread-safe.
 */
final class Frontier {
  /** How many open directories lie between a worker and the upper ones that are let go. */
  static final int MOST_OPEN = 320;

  /** What a directory costs, in entries. */
  private static final int DIRECTORY_COST = 20;

  private final WorkerThreads helpers;

  /** From the top down, as far as that can be said of a tree. */
  private final LinkedHashSet<Level> open = new LinkedHashSet<>();

  private int working = 1;
  private int waiting;
  private int seen;
  private @Nullable Throwable failure;
  private volatile boolean over;

  /**
   * What a worker is to do next.
   *
   * @param level where
   * @param name the subdirectory to go down, or null to read entries
   */
  record Turn(Level level, @Nullable Name name) {}

  Frontier(Level top, WorkerThreads helpers) {
    this.helpers = helpers;
    open.add(top);
  }

  /** Whether the walk is over: workers leave what they are doing. */
  boolean isOver() {
    return over;
  }

  /**
   * Waits until there is something to do.
   *
   * @param here where the worker has been, if anywhere
   * @return null when the walk is over
   */
  synchronized @Nullable Turn next(@Nullable Level here) {
    while (!over) {
      Level level = here != null && here.hasWork() ? here : uppermost();
      if (level != null) {
        return turn(level);
      }
      waiting++;
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        fail(new InterruptedIOException("interrupted"));
      }
      waiting--;
    }
    return null;
  }

  private @Nullable Level uppermost() {
    for (Level level : open) {
      if (level.hasWork()) {
        return level;
      }
    }
    return null;
  }

  private Turn turn(Level level) {
    level.users++;
    if (!level.hasNames()) {
      level.readers++;
      return new Turn(level, null);
    }
    level.unfinished++;
    Turn turn = new Turn(level, level.takeName());
    if (waiting > 0 && level.hasWork()) {
      notifyAll();
    }
    return turn;
  }

  /**
   * A worker goes on reading a large directory, in which others may help.
   *
   * @param entries how many it has read
   */
  synchronized void goesOn(Level level, int entries) {
    level.large = true;
    seen(entries);
  }

  /**
   * A worker has read entries.
   *
   * @param names the subdirectories among them, a NUL behind each
   * @param ended whether there are no more
   * @param entries how many there were
   */
  synchronized void read(Level level, byte[] names, boolean ended, int entries) {
    level.addNames(names);
    level.readers--;
    level.ended |= ended;
    level.users--;
    seen(entries + DIRECTORY_COST);
  }

  private void seen(int entries) {
    seen = Math.min(seen, Integer.MAX_VALUE / 2) + entries;
    if (waiting > 0 && uppermost() != null) {
      notifyAll();
    } else if (waiting == 0 && helpers.areWanted(working, seen) && uppermost() != null) {
      working += helpers.start(this) ? 1 : 0; // it cannot leave before this lock is given back
    }
  }

  /** A worker has gone down, and is in {@code level} now. */
  synchronized void entered(Level level) throws SystemCallException {
    Level above = level.above();
    if (above != null) {
      above.users--;
    }
    open.addLast(level);
    Level upper = level;
    for (int i = 0; i < MOST_OPEN && upper != null; i++) {
      upper = upper.above();
    }
    while (upper != null && upper.above() != null && !upper.suspended) {
      suspend(upper);
      upper = upper.above();
    }
  }

  /** Unless somebody uses it: then the next who goes down so far does it. */
  private void suspend(Level level) throws SystemCallException {
    if (level.users == 0) {
      level.suspended = true;
      level.resumeAt = level.directory().placeOfReading();
      level.directory().close();
      open.remove(level);
    }
  }

  /** A worker did not go down, or has come up again: one subdirectory less. */
  synchronized void finished(Level above) {
    above.users--;
    above.unfinished--;
  }

  /**
   * Whether everything below was visited; says so to one worker only, which then takes leave of the
   * directory.
   */
  synchronized boolean isDone(Level level) {
    boolean done = level.isDone();
    if (done) {
      level.unfinished = -1;
    }
    if (done && level.above() == null) {
      over = true;
      notifyAll();
    }
    return done;
  }

  /**
   * Makes sure that the directory above one that is done is open, for a worker that comes up.
   *
   * @throws UnsafePathException if there is no safe way back up
   */
  synchronized void hold(Level above, Level done) throws IOException {
    if (above.suspended) {
      resume(above, done.directory());
    }
    above.users++;
  }

  private void resume(Level level, Directory below) throws IOException {
    Directory again = below.above();
    Stat stat = again.stat();
    // An inode's number is given away again when it is removed; its time of birth is not.
    if (!stat.isSameInode(level.stat()) || stat.birthTime() != level.stat().birthTime()) {
      again.close();
      throw new UnsafePathException(
          "a directory below " + level.start() + " was moved away while it was being walked");
    }
    if (!level.ended) {
      again.goOnReading(level.resumeAt);
    }
    level.reopened(again);
    open.addFirst(level);
  }

  /** The descriptor of a directory is closed. */
  synchronized void closed(Level level) {
    open.remove(level);
  }

  /** Ends the walk, for all workers; the first reason is the one that is told. */
  synchronized void fail(Throwable reason) {
    if (failure == null) {
      failure = reason;
    }
    over = true;
    notifyAll();
  }

  /** A worker ends. */
  synchronized void leave() {
    working--;
    notifyAll();
  }

  /**
   * Waits until no worker is left and closes what is open, except the start.
   *
   * @return why the walk ended early, if it did
   */
  synchronized @Nullable Throwable end() {
    boolean interrupted = false;
    while (working > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
        fail(new InterruptedIOException("interrupted"));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    for (Level level : open) {
      if (level.above() != null) {
        level.directory().close();
      }
    }
    return failure;
  }
}
