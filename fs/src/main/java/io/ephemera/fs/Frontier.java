// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a {@link TreeWalk}: which directories are open, what no worker has begun yet, and
 * how many workers there are.
 *
 * <p>A worker stays below where it is as long as there is work; then it takes work from the
 * uppermost directory that has any, because most is left there. So there are never more open
 * directories than workers times levels. Thread-safe.
 */
final class Frontier {
  /** How many open directories may lie above a worker; those further up are closed. */
  static final int MOST_OPEN = 320;

  /** The cost of a directory, in entries. */
  private static final int DIRECTORY_COST = 20;

  private final WorkerThreads threads;

  /** From the top down, as far as that can be said of a tree. */
  private final LinkedHashSet<Level> open = new LinkedHashSet<>();

  private int working = 1;
  private int waiting;
  private int seen;
  private @Nullable Throwable failure;
  private volatile boolean over;

  /**
   * What a worker does next.
   *
   * @param level the directory
   * @param name the subdirectory to enter, or null to read entries
   */
  record Task(Level level, @Nullable Name name) {}

  Frontier(Level start, WorkerThreads threads) {
    this.threads = threads;
    open.add(start);
  }

  /** Whether the walk is over, even if workers have not finished. */
  boolean isOver() {
    return over;
  }

  /**
   * Waits for the next task.
   *
   * @param here the directory in which the worker was, if any
   * @return null if the walk is over
   */
  synchronized @Nullable Task next(@Nullable Level here) {
    while (!over) {
      Level level = here != null && here.hasWork() ? here : uppermost();
      if (level != null) {
        return begin(level);
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

  private Task begin(Level level) {
    level.users++;
    if (!level.hasNames()) {
      level.readers++;
      return new Task(level, null);
    }
    level.unfinished++;
    Task task = new Task(level, level.takeName());
    if (waiting > 0 && level.hasWork()) {
      notifyAll();
    }
    return task;
  }

  /**
   * Lets other workers join in reading a large directory that a worker continues to read.
   *
   * @param entries how many this worker has read
   */
  synchronized void shareReading(Level level, int entries) {
    level.large = true;
    addSeen(entries);
  }

  /**
   * Notes that a worker has read entries.
   *
   * @param names the subdirectories among them, a NUL after each
   * @param ended whether there are no more
   * @param entries how many there were
   */
  synchronized void finishReading(Level level, byte[] names, boolean ended, int entries) {
    level.addNames(names);
    level.readers--;
    level.ended |= ended;
    level.users--;
    addSeen(entries + DIRECTORY_COST);
  }

  private void addSeen(int entries) {
    seen = Math.min(seen, Integer.MAX_VALUE / 2) + entries;
    if (waiting > 0 && uppermost() != null) {
      notifyAll();
    } else if (waiting == 0 && threads.wantMore(working, seen) && uppermost() != null) {
      working += threads.start(this) ? 1 : 0; // it waits for the lock that this thread holds
    }
  }

  /** Notes that a worker has entered a directory. */
  synchronized void enter(Level level) throws SystemCallException {
    Level parent = level.parent();
    if (parent != null) {
      parent.users--;
    }
    open.addLast(level);
    Level upper = level;
    for (int i = 0; i < MOST_OPEN && upper != null; i++) {
      upper = upper.parent();
    }
    while (upper != null && upper.parent() != null && !upper.suspended) {
      suspend(upper);
      upper = upper.parent();
    }
  }

  /** Closes a directory, unless a worker uses it: then the next one that goes so deep does it. */
  private void suspend(Level level) throws SystemCallException {
    if (level.users == 0) {
      level.suspended = true;
      level.resumeAt = level.directory().readPosition();
      level.directory().close();
      open.remove(level);
    }
  }

  /** Notes that a worker is done with a subdirectory, or did not enter it. */
  synchronized void finishChild(Level parent) {
    parent.users--;
    parent.unfinished--;
  }

  /**
   * Whether everything below a directory was visited. True for one worker only, which then leaves
   * the directory.
   */
  synchronized boolean claimIfDone(Level level) {
    boolean done = level.isDone();
    if (done) {
      level.unfinished = -1;
    }
    if (done && level.parent() == null) {
      over = true;
      notifyAll();
    }
    return done;
  }

  /**
   * Makes sure that the parent of a directory is open, for a worker that leaves that directory.
   *
   * @throws UnsafePathException if there is no safe way back up
   */
  synchronized void hold(Level parent, Level done) throws IOException {
    if (parent.suspended) {
      resume(parent, done.directory());
    }
    parent.users++;
  }

  private void resume(Level level, Directory below) throws IOException {
    try (ScopedHandle<Directory> reopened = new ScopedHandle<>(below.openParentForReading())) {
      Stat stat = reopened.get().stat();
      // The number of a removed inode is used again; its time of birth is not.
      if (!stat.isSameInode(level.stat()) || stat.birthTime() != level.stat().birthTime()) {
        throw new UnsafePathException(
            "a directory below " + level.start() + " was moved away while it was being walked");
      }
      if (!level.ended) {
        reopened.get().seekTo(level.resumeAt);
      }
      level.resume(reopened.release());
    }
    open.addFirst(level);
  }

  /** Forgets a directory whose descriptor is about to be closed. */
  synchronized void forget(Level level) {
    open.remove(level);
  }

  /** Ends the walk for all workers; the first reason is the one that is reported. */
  synchronized void fail(Throwable reason) {
    if (failure == null) {
      failure = reason;
    }
    over = true;
    notifyAll();
  }

  /** Notes that a worker ends. */
  synchronized void removeWorker() {
    working--;
    notifyAll();
  }

  /**
   * Waits for the last worker and closes all directories but the start.
   *
   * @return why the walk ended early, or null
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
      if (level.parent() != null) {
        level.directory().close();
      }
    }
    return failure;
  }
}
