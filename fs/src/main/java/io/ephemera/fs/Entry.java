// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Dirents;
import org.jspecify.annotations.Nullable;

/**
 * An entry that a {@link TreeWalk} has reached: where it is, and a snapshot of it.
 *
 * <p>Valid only during the visitor's call; {@link #name} and {@link #stat} may be kept.
 */
public final class Entry {
  private final Level level;
  private final Stat stat;
  private final @Nullable Dirents listed;
  private final int place;
  private @Nullable Name name;

  Entry(Level level, Name name, Stat stat) {
    this.level = level;
    this.name = name;
    this.stat = stat;
    this.listed = null;
    this.place = 0;
  }

  /** The current entry of a listing; its name is copied from there when a visitor asks for it. */
  Entry(Level level, Dirents listed, Stat stat) {
    this.level = level;
    this.stat = stat;
    this.listed = listed;
    this.place = listed.place();
  }

  /** The directory that holds it, open. */
  public Directory directory() {
    return level.directory();
  }

  /** Its name in that directory. */
  public Name name() {
    Name known = name;
    if (known == null) {
      known = copyName();
      name = known;
    }
    return known;
  }

  private Name copyName() {
    Dirents from = listed;
    if (from == null || from.place() != place) {
      throw new IllegalStateException("an entry was used after the visitor's call");
    }
    return Name.of(Bytes.of(from.bytes(), from.nameStart(), from.nameEnd()));
  }

  /** A snapshot of it, taken when the walk reached it. */
  public Stat stat() {
    return stat;
  }

  /** How far below the start it is: 1 for the entries of the start itself. */
  public int depth() {
    return level.depth() + 1;
  }

  /** Its path, which begins as the path of the start was given. */
  public BytePath path() {
    return level.pathOf(name());
  }
}
