// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Dirents;
import org.jspecify.annotations.Nullable;

/**
 * An entry that a {@link TreeWalk} came to: where it stands, and what it was at that moment.
 *
 * <p>For a visitor while it is being called, and not to be kept; name and {@link #stat} may be.
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

  /** The current entry of a listing; its name is taken from there when somebody asks for it. */
  Entry(Level level, Dirents listed, Stat stat) {
    this.level = level;
    this.stat = stat;
    this.listed = listed;
    this.place = listed.place();
  }

  /** The directory in which it stands, open. */
  public Directory directory() {
    return level.directory();
  }

  /** Its name there. */
  public Name name() {
    Name known = name;
    if (known == null) {
      known = listedName();
      name = known;
    }
    return known;
  }

  private Name listedName() {
    Dirents from = listed;
    if (from == null || from.place() != place) {
      throw new IllegalStateException("the entry was kept for longer than its visit");
    }
    return Name.of(Bytes.of(from.bytes(), from.nameStart(), from.nameEnd()));
  }

  /** What it was when the walk came to it. */
  public Stat stat() {
    return stat;
  }

  /** How far below the start it stands: 1 for the entries of the start itself. */
  public int depth() {
    return level.depth() + 1;
  }

  /** Its path, as the start's path was given. */
  public BytePath path() {
    return level.pathOf(name());
  }
}
