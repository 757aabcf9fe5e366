// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

/**
 * An entry that a {@link TreeWalk} has reached: where it is, and a snapshot of it.
 *
 * <p>Valid only during the visitor's call; {@link #name} and {@link #stat} may be kept.
 */
public final class Entry {
  private final Listed place;
  private final Stat stat;

  Entry(Listed place, Stat stat) {
    this.place = place;
    this.stat = stat;
  }

  /** As it was listed. */
  public Listed listed() {
    return place;
  }

  /** The directory that holds it, open. */
  public Directory directory() {
    return place.directory();
  }

  /** Its name in that directory. */
  public Name name() {
    return place.name();
  }

  /** A snapshot of it, taken when the walk reached it. */
  public Stat stat() {
    return stat;
  }

  /** How far below the start it is: 1 for the entries of the start itself. */
  public int depth() {
    return place.depth();
  }

  /** Its path, which begins as the path of the start was given. */
  public BytePath path() {
    return place.path();
  }
}
