// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
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
  /** How many directories may be open above a worker; those in the middle are closed. */
  static final int MOST_OPEN = 320;

  /**
   * How many levels below the start stay open whatever happens further down. So the loss of a
   * directory that a user has moved costs no other user anything: directories that users share are
   * near the start.
   */
  private static final int OPEN_BELOW_START = 16;

  /**
   * How many directories may be opened to find closed ones again from above. A user who keeps
   * moving directories makes a walk do this once for each move.
   */
  private static final int MOST_SEARCHED = 100_000;

  /** The cost of a directory, in entries. */
  private static final int DIRECTORY_COST = 20;

  private final WorkerThreads threads;

  private final Level start;

  /**
   * The open directories below the start, from the top down, as far as that can be said of a tree.
   * Null before there is one: many walks are of one small directory.
   */
  private @Nullable SequencedSet<Level> open;

  private int working = 1;
  private int waiting;
  private int seen;
  private int searched;
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
    this.start = start;
  }

  /** Whether the walk is over, even if workers have not finished. */
  boolean isOver() {
    return over;
  }

  /**
   * Notes entries of the start that were visited before there was a frontier.
   *
   * @param entries how many there were
   */
  synchronized void addFirst(int entries) {
    addSeen(entries + DIRECTORY_COST);
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
    return start.hasWork() ? start : open == null ? null : uppermost(open);
  }

  private static @Nullable Level uppermost(SequencedSet<Level> levels) {
    for (Level level : levels) {
      if (level.hasWork()) {
        return level;
      }
    }
    return null;
  }

  private SequencedSet<Level> open() {
    SequencedSet<Level> levels = open;
    if (levels == null) {
      levels = new LinkedHashSet<>();
      open = levels;
    }
    return levels;
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
  synchronized void enter(Level level) {
    Level parent = level.parent();
    if (parent != null) {
      parent.users--;
    }
    open().addLast(level);
    Level upper = level;
    for (int i = 0; i < MOST_OPEN - OPEN_BELOW_START && upper != null; i++) {
      upper = upper.parent();
    }
    while (upper != null && upper.depth() > OPEN_BELOW_START && !upper.suspended) {
      suspend(upper);
      upper = upper.parent();
    }
  }

  /** Closes a directory, unless a worker uses it: then the next one that goes so deep does it. */
  private void suspend(Level level) {
    if (level.users > 0) {
      return;
    }
    try {
      level.resumeAt = level.directory().readPosition();
    } catch (SystemCallException e) {
      return; // reading could not continue there: it stays open
    }
    level.suspended = true;
    level.directory().close();
    open().remove(level);
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
   * Makes sure that the parent of a directory is open, for a worker that leaves that directory, or
   * lost if there is no safe way back to it.
   */
  synchronized void hold(Level parent, Level done) {
    if (parent.suspended && parent.lost == null) {
      comeBack(parent, done);
    }
    parent.users++;
  }

  private void comeBack(Level level, Level below) {
    try {
      if (below.lost != null) {
        throw movedAway(below);
      }
      resume(level, below.directory().openParentForReading());
    } catch (IOException e) {
      search(level, isRemoved(below));
    }
  }

  private static boolean isRemoved(Level level) {
    try {
      return level.lost == null
          ? level.directory().stat().links() == 0
          : level.lost instanceof SystemCallException e && e.is(Errno.ENOENT);
    } catch (SystemCallException e) {
      return false;
    }
  }

  private void resume(Level level, Directory opened) throws IOException {
    try (ScopedHandle<Directory> reopened = new ScopedHandle<>(opened)) {
      if (!level.isSame(opened.stat())) {
        throw movedAway(level);
      }
      if (!level.ended) {
        opened.seekTo(level.resumeAt);
      }
      level.resume(reopened.release());
    }
    open().addFirst(level);
  }

  private static UnsafePathException movedAway(Level level) {
    return new UnsafePathException(
        level.path() + " was moved away or replaced while what is below it was being visited");
  }

  /**
   * Opens a closed directory again by the names that led to it, from the last open directory above
   * it. If one of the directories between is not there any more, it and those below it are lost.
   *
   * @param removed whether what was below the directory was removed, and so it may be as well
   */
  private void search(Level level, boolean removed) {
    Deque<Level> closed = new ArrayDeque<>();
    Level above = level;
    while (above.suspended && above.parent() != null) {
      closed.push(above);
      above = above.parent();
    }
    try (Search search = new Search(above.directory())) {
      while (!closed.isEmpty()) {
        search.goTo(closed.getFirst());
        closed.removeFirst();
      }
      resume(level, search.here().reopenForReading());
    } catch (IOException e) {
      Level first = closed.isEmpty() ? level : closed.getFirst();
      boolean gone = e instanceof SystemCallException call && call.is(Errno.ENOENT);
      IOException reason = gone && !removed ? movedAway(first) : e;
      first.lose(reason);
      closed.forEach(lost -> lost.lose(reason));
    }
  }

  /** A way down from an open directory, one directory open at a time. */
  private final class Search implements AutoCloseable {
    private final Directory top;
    private Directory here;

    Search(Directory top) {
      this.top = top;
      this.here = top;
    }

    Directory here() {
      return here;
    }

    void goTo(Level next) throws IOException {
      Entry entry = next.entry();
      searched++;
      if (entry == null || next.lost != null || searched > MOST_SEARCHED) {
        throw movedAway(next);
      }
      Directory found = here.open(entry.name());
      close();
      here = found;
      if (!next.isSame(found.stat())) {
        throw movedAway(next);
      }
    }

    @Override
    public void close() {
      if (here != top) {
        here.close();
      }
    }
  }

  /** Forgets a directory whose descriptor is about to be closed. */
  synchronized void forget(Level level) {
    open().remove(level);
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
    if (open != null) {
      for (Level level : open) {
        level.directory().close();
      }
    }
    return failure;
  }
}
