// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A directory that a {@link TreeWalk} is in.
 *
 * <p>What says so is guarded by the {@link Frontier}; the rest never changes.
 */
final class Level {
  private static final byte[] NONE = {};

  /**
   * How many may read one large directory. Removing takes the directory's lock, but opening,
   * locking and letting go do not; two were measured (bench/README.md).
   */
  private static final int MOST_READERS = 2;

  private final BytePath start;
  private final @Nullable Level above;
  private final @Nullable Entry visit;
  private final Stat stat;
  private final int depth;
  private final TreeWalk.Visitor visitor;

  /** Changed by the frontier only, while nobody uses it. */
  private Directory directory;

  // Guarded by the frontier.
  /** Whether the descriptor was let go, for there are too many below. */
  boolean suspended;

  /** How many workers use the descriptor at this moment. */
  int users;

  /** How many subdirectories were begun and are not done. */
  int unfinished;

  /** How many workers are reading entries; each batch goes to one of them. */
  int readers;

  /** Whether there are so many entries that several may read. */
  boolean large;

  /** Whether all entries were read. */
  boolean ended;

  /** Where reading goes on when this is no longer suspended, for lseek(2). */
  long resumeAt;

  /** The names of subdirectories that nobody has begun, a NUL behind each. */
  private byte[] names = NONE;

  private int nextName;

  private Level(
      BytePath start,
      @Nullable Level above,
      @Nullable Entry visit,
      Stat stat,
      Directory directory,
      TreeWalk.Visitor visitor) {
    this.start = start;
    this.above = above;
    this.visit = visit;
    this.stat = stat;
    this.depth = above == null ? 0 : above.depth + 1;
    this.directory = directory;
    this.visitor = visitor;
  }

  /** Where a walk starts. */
  static Level top(BytePath start, Stat stat, Directory directory, TreeWalk.Visitor visitor) {
    return new Level(start, null, null, stat, directory, visitor);
  }

  /** A directory that stands in this one. */
  Level below(Entry visit, Stat stat, Directory directory, TreeWalk.Visitor visitor) {
    return new Level(start, this, visit, stat, directory, visitor);
  }

  /** The directory in which it stands; null for the start. */
  @Nullable Level above() {
    return above;
  }

  /** By what it was come to; null for the start. */
  @Nullable Entry visit() {
    return visit;
  }

  /** What it was when it was opened. */
  Stat stat() {
    return stat;
  }

  /** How far below the start it is: 0 for the start. */
  int depth() {
    return depth;
  }

  /** Who visits what stands in it. */
  TreeWalk.Visitor visitor() {
    return visitor;
  }

  /** Itself, open unless suspended. */
  Directory directory() {
    return directory;
  }

  void reopened(Directory again) {
    directory = again;
    suspended = false;
  }

  BytePath start() {
    return start;
  }

  /** The path of an entry. */
  BytePath pathOf(Name entry) {
    int length = 1 + entry.array().length;
    for (Level l = this; l.visit != null && l.above != null; l = l.above) {
      length += 1 + l.visit.name().array().length;
    }
    byte[] below = new byte[length];
    int end = prepend(below, length, entry);
    for (Level l = this; l.visit != null && l.above != null; l = l.above) {
      end = prepend(below, end, l.visit.name());
    }
    return start.below(Bytes.of(below));
  }

  private static int prepend(byte[] path, int end, Name name) {
    byte[] part = name.array();
    System.arraycopy(part, 0, path, end - part.length, part.length);
    path[end - part.length - 1] = '/';
    return end - part.length - 1;
  }

  /** Whether there are subdirectories that nobody has begun. */
  boolean hasNames() {
    return nextName < names.length;
  }

  /** Adds names of subdirectories, a NUL behind each. */
  void addNames(byte[] found) {
    if (found.length == 0) {
      return;
    }
    byte[] all = Arrays.copyOfRange(names, nextName, names.length + found.length);
    System.arraycopy(found, 0, all, names.length - nextName, found.length);
    names = all;
    nextName = 0;
  }

  /** The next subdirectory that nobody has begun. */
  Name takeName() {
    int end = nextName;
    while (names[end] != 0) {
      end++;
    }
    Name name = Name.of(Bytes.of(names, nextName, end));
    nextName = end + 1;
    if (!hasNames()) {
      names = NONE;
      nextName = 0;
    }
    return name;
  }

  /** Whether there is something for a worker to begin. */
  boolean hasWork() {
    return !suspended && (hasNames() || (!ended && readers < (large ? MOST_READERS : 1)));
  }

  /** Whether everything below was visited. */
  boolean isDone() {
    return ended && readers == 0 && unfinished == 0 && !hasNames();
  }
}
