// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A directory that a {@link TreeWalk} has entered.
 *
 * <p>The {@link Frontier} guards the fields that are marked so; the others never change.
 */
final class Level {
  private static final byte[] NONE = {};

  /**
   * How many workers may read one large directory. Removing takes the directory's lock, but
   * opening, locking and closing do not; two readers were measured (bench/README.md).
   */
  private static final int MOST_READERS = 2;

  private final BytePath start;
  private final @Nullable Level parent;
  private final @Nullable Entry entry;
  private final Stat stat;
  private final int depth;
  private final boolean local;
  private final TreeWalk.Visitor visitor;

  /** Changed by the frontier only, while no worker uses it. */
  private Directory directory;

  // Guarded by the frontier.
  /** Whether the descriptor was closed because too many directories below are open. */
  boolean suspended;

  /** Why it cannot be opened again after it was suspended; null while that is not known. */
  @Nullable IOException lost;

  /** How many workers use the descriptor now. */
  int users;

  /** How many subdirectories are begun and not finished. */
  int unfinished;

  /** How many workers are reading entries; each batch goes to one of them. */
  int readers;

  /** Whether there are so many entries that several workers may read. */
  boolean large;

  /** Whether all entries were read. */
  boolean ended;

  /** Where reading continues when this is no longer suspended, for lseek(2). */
  long resumeAt;

  /** The names of subdirectories that no worker has begun, a NUL after each. */
  private byte[] names = NONE;

  private int nextName;

  private Level(
      BytePath start,
      @Nullable Level parent,
      @Nullable Entry entry,
      Stat stat,
      Directory directory,
      boolean local,
      TreeWalk.Visitor visitor) {
    this.start = start;
    this.parent = parent;
    this.entry = entry;
    this.stat = stat;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.local = local;
    this.directory = directory;
    this.visitor = visitor;
  }

  /** The start of a walk. */
  static Level start(BytePath start, Stat stat, Directory directory, TreeWalk.Visitor visitor) {
    return new Level(start, null, null, stat, directory, directory.isLocal(), visitor);
  }

  /** A subdirectory of this one. */
  Level child(Entry entry, Stat opened, Directory directory, TreeWalk.Visitor visitor) {
    boolean sameDevice = opened.device() == stat.device();
    boolean isLocal = sameDevice ? local : directory.isLocal();
    return new Level(start, this, entry, opened, directory, isLocal, visitor);
  }

  /** The directory that holds it; null for the start. */
  @Nullable Level parent() {
    return parent;
  }

  /** The entry of its parent that led here; null for the start. */
  @Nullable Entry entry() {
    return entry;
  }

  /** A snapshot of it, taken when it was opened. */
  Stat stat() {
    return stat;
  }

  /** How far below the start it is: 0 for the start. */
  int depth() {
    return depth;
  }

  /** Whether the kernel knows the attributes of its entries without asking a server. */
  boolean isLocal() {
    return local;
  }

  /** Its path. */
  BytePath path() {
    return parent == null || entry == null ? start : parent.pathOf(entry.name());
  }

  /** What visits its entries. */
  TreeWalk.Visitor visitor() {
    return visitor;
  }

  /** Itself, open unless suspended. */
  Directory directory() {
    return directory;
  }

  void resume(Directory reopened) {
    directory = reopened;
    suspended = false;
  }

  /** The path of an entry. */
  BytePath pathOf(Name entryName) {
    int length = 1 + entryName.array().length;
    for (Level l = this; l.entry != null && l.parent != null; l = l.parent) {
      length += 1 + l.entry.name().array().length;
    }
    byte[] below = new byte[length];
    int end = prepend(below, length, entryName);
    for (Level l = this; l.entry != null && l.parent != null; l = l.parent) {
      end = prepend(below, end, l.entry.name());
    }
    return start.below(Bytes.of(below));
  }

  private static int prepend(byte[] path, int end, Name name) {
    byte[] component = name.array();
    System.arraycopy(component, 0, path, end - component.length, component.length);
    path[end - component.length - 1] = '/';
    return end - component.length - 1;
  }

  /** Whether there are subdirectories that no worker has begun. */
  boolean hasNames() {
    return nextName < names.length;
  }

  /** Adds names of subdirectories, a NUL after each. */
  void addNames(byte[] found) {
    if (found.length == 0) {
      return;
    }
    byte[] all = Arrays.copyOfRange(names, nextName, names.length + found.length);
    System.arraycopy(found, 0, all, names.length - nextName, found.length);
    names = all;
    nextName = 0;
  }

  /** Takes the next subdirectory that no worker has begun. */
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

  /** Gives up what no worker has begun, because this cannot be opened again. */
  void lose(IOException reason) {
    lost = reason;
    ended = true;
    names = NONE;
    nextName = 0;
  }

  /** Whether this is the directory of a snapshot. */
  boolean isSame(Stat other) {
    // The number of a removed inode is used again; its time of birth is not.
    return other.isSameInode(stat) && other.birthTime() == stat.birthTime();
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
