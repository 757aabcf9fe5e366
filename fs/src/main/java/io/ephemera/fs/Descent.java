// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk over everything below an open directory: depth first, without recursion, with a bounded
 * number of descriptors.
 *
 * <p>Safety: one step at a time from an open descriptor, no link followed; a directory that is not
 * the one that was looked at is refused. When the tree is deeper than {@value #MOST_OPEN} levels
 * the upper descriptors are let go, and going up again must lead to the very directory by which the
 * walk came, or it ends there.
 */
public final class Descent {
  private static final int MOST_OPEN = 320;

  /** What is done with what a descent finds. */
  public interface Visitor {
    /**
     * An entry of any type.
     *
     * @return whether to go down; only a directory can be gone down
     */
    boolean visit(Visit entry) throws IOException;

    /**
     * A directory to go down was opened for reading.
     *
     * @return whether to go down after all
     */
    default boolean enter(Visit entry, Directory opened) throws IOException {
      return true;
    }

    /** Everything below was visited; {@code opened} is still open. */
    default void leave(Visit entry, Directory opened) throws IOException {}

    /** The directory that was gone down is closed again. */
    default void left(Visit entry) throws IOException {}

    /**
     * Something failed at an entry, or while its directory was read when {@code entry} is null; the
     * descent goes on with the next.
     */
    void failed(@Nullable Visit entry, IOException reason);
  }

  /** A directory that is being read. */
  private static final class Level {
    final @Nullable Visit visit;
    final Stat stat;
    final Entries entries;
    Directory directory;
    boolean suspended;

    Level(@Nullable Visit visit, Stat stat, Directory directory) {
      this.visit = visit;
      this.stat = stat;
      this.directory = directory;
      this.entries = directory.entries();
    }
  }

  private final BytePath start;
  private final Visitor visitor;
  private final List<Level> levels = new ArrayList<>();

  private Descent(BytePath start, Visitor visitor) {
    this.start = start;
    this.visitor = visitor;
  }

  /**
   * Visits everything below a directory that was opened for reading.
   *
   * @param path how paths of what is visited begin
   * @throws UnsafePathException if the tree was rearranged so that there is no safe way back up
   */
  public static void below(Directory top, BytePath path, Visitor visitor) throws IOException {
    Descent descent = new Descent(path, visitor);
    try {
      descent.run(new Level(null, top.stat(), top));
    } finally {
      descent.closeAll();
    }
  }

  private void run(Level top) throws IOException {
    levels.add(top);
    while (!levels.isEmpty()) {
      Level level = levels.getLast();
      Name name = next(level);
      if (name != null) {
        visit(level, name);
      } else {
        up(level);
      }
    }
  }

  private @Nullable Name next(Level level) {
    try {
      return level.entries.next();
    } catch (SystemCallException e) {
      visitor.failed(level.visit, e);
      return null;
    }
  }

  private void visit(Level level, Name name) {
    Visit visit = null;
    try {
      Stat stat = level.directory.statIfExists(name);
      if (stat != null) {
        visit = new Visit(level.visit, start, level.directory, name, stat);
        if (visitor.visit(visit) && stat.isDirectory()) {
          down(visit);
        }
      }
    } catch (IOException e) {
      visitor.failed(visit, e);
    }
  }

  private void down(Visit visit) throws IOException {
    Directory opened = open(visit);
    boolean entered = false;
    try {
      Stat stat = opened.stat();
      if (!stat.isSameInode(visit.stat()) || stat.isMountPoint() != visit.stat().isMountPoint()) {
        throw exchanged(visit);
      }
      entered = visitor.enter(visit, opened);
      if (entered) {
        levels.add(new Level(visit, stat, opened));
        suspendUpper();
      }
    } finally {
      if (!entered) {
        opened.close();
      }
    }
  }

  private static Directory open(Visit visit) throws IOException {
    try {
      return visit.directory().openForReading(visit.name());
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTDIR, Errno.ELOOP)) {
        throw exchanged(visit);
      }
      throw e;
    }
  }

  private static UnsafePathException exchanged(Visit visit) {
    return new UnsafePathException(visit.path() + " was exchanged while it was being opened");
  }

  private void suspendUpper() {
    int index = levels.size() - 1 - MOST_OPEN;
    if (index > 0) {
      Level upper = levels.get(index);
      upper.directory.close();
      upper.entries.suspend();
      upper.suspended = true;
    }
  }

  private void up(Level done) throws IOException {
    Visit visit = done.visit;
    if (visit == null) {
      levels.removeLast();
      return;
    }
    Level upper = levels.get(levels.size() - 2);
    if (upper.suspended) {
      resume(upper, done.directory);
    }
    levels.removeLast();
    Visit here = new Visit(upper.visit, start, upper.directory, visit.name(), visit.stat());
    try {
      visitor.leave(here, done.directory);
    } catch (IOException e) {
      visitor.failed(here, e);
    }
    done.directory.close();
    try {
      visitor.left(here);
    } catch (IOException e) {
      visitor.failed(here, e);
    }
  }

  private void resume(Level upper, Directory below) throws IOException {
    Directory again = below.above();
    Stat stat = again.stat();
    // An inode's number is given away again when it is removed; its time of birth is not.
    if (!stat.isSameInode(upper.stat) || stat.birthTime() != upper.stat.birthTime()) {
      again.close();
      throw new UnsafePathException(
          "a directory below " + start + " was moved away while it was being walked");
    }
    upper.directory = again;
    upper.entries.resume(again);
    upper.suspended = false;
  }

  /** Closes what is open, except the start, which is the caller's. */
  private void closeAll() {
    for (int i = levels.size() - 1; i > 0; i--) {
      levels.get(i).directory.close();
    }
  }
}
