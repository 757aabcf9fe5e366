// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Dirents;
import org.jspecify.annotations.Nullable;

/**
 * An entry that a {@link TreeWalk} knows from the listing of a directory, and has not looked at.
 *
 * <p>Valid only during the visitor's call; {@link #name} may be kept.
 */
public final class Listed {
  private final Level level;
  private final @Nullable Dirents listing;
  private final int place;
  private @Nullable Name name;

  Listed(Level level, Name name) {
    this.level = level;
    this.name = name;
    this.listing = null;
    this.place = 0;
  }

  /** The current entry of a listing; its name is copied from there when a visitor asks for it. */
  Listed(Level level, Dirents listing) {
    this.level = level;
    this.listing = listing;
    this.place = listing.place();
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
    Dirents from = listing;
    if (from == null || from.place() != place) {
      throw new IllegalStateException("an entry was used after the visitor's call");
    }
    return Name.of(Bytes.of(from.bytes(), from.nameStart(), from.nameEnd()));
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
