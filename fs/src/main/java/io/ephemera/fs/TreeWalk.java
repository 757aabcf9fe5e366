// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Visits everything below an open directory, without recursion and with a bounded number of
 * descriptors: with one thread, or with as many as there are cores.
 *
 * <p>Safety: each entry is reached by its name from an open descriptor, and no link is followed. A
 * directory that was exchanged between stat and open is refused. If the tree is deeper than {@value
 * Frontier#MOST_OPEN} levels, descriptors in the middle are closed; the way back up, or down again
 * from the last open one, must then lead to the same directory, or the rest of it is not visited.
 *
 * <p>Errors: whatever cannot be looked at, entered, visited or found again is reported to the
 * visitor with its whole path, and the walk continues. Only an interrupt, a bug and the lack of
 * memory end it.
 *
 * <p>Order: everything below a directory is visited before its {@link Visitor#leave}, and of each
 * batch of entries the subdirectories come last. With several threads, calls for different
 * directories interleave, and two threads may visit entries of one large directory at a time.
 */
public final class TreeWalk {
  /**
   * Called for the entries of a directory. Must be thread-safe if the walk uses several threads.
   */
  public interface Visitor {
    /** Whether to visit more of this directory; asked before each entry. */
    default boolean goesOn() {
      return true;
    }

    /** Whether not even to look at an entry, whose file system may never answer. */
    default boolean passesOver(Listed entry) {
      return false;
    }

    /**
     * Visits an entry of any type.
     *
     * @return whether to enter it, if it is a directory
     */
    boolean visit(Entry entry) throws IOException;

    /**
     * Enters a directory that was opened for reading.
     *
     * @return the visitor of its entries, or null not to enter it after all
     */
    default @Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
      return this;
    }

    /** Called after the last entry of a directory that this visitor visits; it is still open. */
    default void leave(Entry entry, Directory opened) throws IOException {}

    /** Called after {@link #leave}, when the directory is closed. */
    default void left(Entry entry) throws IOException {}

    /** Called for a failure; the walk continues with the next entry. */
    void failed(Failure failure);
  }

  /** What a walk or its visitor tried. */
  public enum Attempt {
    /** To look at an entry, statx(2). */
    LOOK,
    /** To look at a mount point: other users may not see what a user mounted with FUSE. */
    LOOK_AT_MOUNT_POINT,
    /** To visit or leave an entry: a call of the visitor. */
    VISIT,
    /** To open a directory. */
    ENTER,
    /** To read the entries of a directory. */
    READ,
    /** To come back to a directory whose descriptor was closed meanwhile. */
    COME_BACK
  }

  /**
   * What a walk could not do.
   *
   * @param path the path of the entry or directory, which begins as the path of the start was given
   */
  public record Failure(Attempt attempt, BytePath path, IOException reason) {
    /** Whether the entry does not exist any more. */
    public boolean isGone() {
      return reason instanceof SystemCallException e && e.is(Errno.ENOENT);
    }
  }

  private TreeWalk() {}

  /**
   * Visits everything below a directory that was opened for reading, with this thread alone.
   *
   * @param path the path of the directory, with which paths of entries begin
   * @throws java.io.InterruptedIOException if this thread was interrupted while it waited
   */
  public static void below(Directory top, BytePath path, Visitor visitor) throws IOException {
    below(top, top.stat(), path, visitor, WorkerThreads.none());
  }

  /**
   * As {@link #below}, but with as many threads as there are cores if the tree is large and wide.
   * This thread starts them, so they see the same mounts, and waits until they have ended.
   *
   * @param stat a snapshot of the directory since it was opened
   */
  public static void belowOnAllCores(Directory top, Stat stat, BytePath path, Visitor visitor)
      throws IOException {
    below(top, stat, path, visitor, WorkerThreads.onAllCores());
  }

  static void below(Directory top, Stat stat, BytePath path, Visitor visitor, WorkerThreads threads)
      throws IOException {
    Level start = Level.start(path, stat, top, visitor);
    int entries = Worker.readFirst(start);
    if (start.isDone()) {
      return;
    }
    Frontier frontier = new Frontier(start, threads);
    frontier.addFirst(entries);
    new Worker(frontier).run();
    Throwable failure = frontier.end();
    threads.join();
    StartedThreads.rethrow(failure);
  }
}
