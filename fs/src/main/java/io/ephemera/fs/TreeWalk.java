// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A walk over everything below an open directory, without recursion and with a bounded number of
 * descriptors: by one thread, or by as many as there are cores.
 *
 * <p>Safety: one step at a time from an open descriptor, no link followed; a directory that is not
 * the one that was looked at is refused. When the tree is deeper than {@value Frontier#MOST_OPEN}
 * levels the upper descriptors are let go, and going up again must lead to the very directory by
 * which the walk came, or it ends there.
 *
 * <p>Order: everything below a directory before its {@link Visitor#leave}, and of each batch of
 * entries the subdirectories last. With several threads, what happens in one directory may happen
 * between what happens in others, and two may visit entries of one large directory at a time.
 */
public final class TreeWalk {
  /**
   * What is done with what is found in a directory. One that hears of a walk by several threads
   * must be ready for that.
   */
  public interface Visitor {
    /** Asked before each entry: when not, no more of this directory is visited. */
    default boolean goesOn() {
      return true;
    }

    /**
     * An entry of any type.
     *
     * @return whether to go down; only a directory can be gone down
     */
    boolean visit(Entry entry) throws IOException;

    /**
     * A directory to go down was opened for reading.
     *
     * @return who visits what stands in it, or null to stay out after all
     */
    default @Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
      return this;
    }

    /** Everything that this one was to visit was visited; {@code opened} is still open. */
    default void leave(Entry entry, Directory opened) throws IOException {}

    /** The directory in which this one has visited everything is closed again. */
    default void left(Entry entry) throws IOException {}

    /**
     * Something failed at an entry, or while it was looked for when {@code entry} is null, or while
     * the directory itself was read; the walk goes on with the next.
     */
    void failed(@Nullable Entry entry, IOException reason);
  }

  private TreeWalk() {}

  /**
   * Visits everything below a directory that was opened for reading, with this thread alone.
   *
   * @param path how paths of what is visited begin
   * @throws UnsafePathException if the tree was rearranged so that there is no safe way back up
   * @throws java.io.InterruptedIOException if this thread was interrupted while it waited
   */
  public static void below(Directory top, BytePath path, Visitor visitor) throws IOException {
    below(top, path, visitor, WorkerThreads.none());
  }

  /**
   * As {@link #below}, with as many threads as there are cores if the tree is large and wide. They
   * are started by this thread, so that they see the mounts that it sees, and none is left when
   * this returns.
   */
  public static void belowOnAllCores(Directory top, BytePath path, Visitor visitor)
      throws IOException {
    below(top, path, visitor, WorkerThreads.onAllCores());
  }

  static void below(Directory top, BytePath path, Visitor visitor, WorkerThreads helpers)
      throws IOException {
    Frontier frontier = new Frontier(Level.top(path, top.stat(), top, visitor), helpers);
    new Worker(frontier).run();
    Throwable failure = frontier.end();
    helpers.join();
    if (failure instanceof IOException reason) {
      throw reason;
    }
    if (failure instanceof RuntimeException mistake) {
      throw mistake;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }
}
