// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import org.jspecify.annotations.Nullable;

/** An entry that a {@link Descent} came to: where it stands, and what it was at that moment. */
public final class Visit {
  private final @Nullable Visit above;
  private final BytePath start;
  private final Directory directory;
  private final Name name;
  private final Stat stat;

  Visit(@Nullable Visit above, BytePath start, Directory directory, Name name, Stat stat) {
    this.above = above;
    this.start = start;
    this.directory = directory;
    this.name = name;
    this.stat = stat;
  }

  /** The directory in which it stands, open. */
  public Directory directory() {
    return directory;
  }

  /** Its name there. */
  public Name name() {
    return name;
  }

  /** What it was when the descent came to it. */
  public Stat stat() {
    return stat;
  }

  /** How far below the start it stands: 1 for the entries of the start itself. */
  public int depth() {
    int depth = 1;
    for (Visit visit = above; visit != null; visit = visit.above) {
      depth++;
    }
    return depth;
  }

  private int lengthBelow() {
    int length = 0;
    for (Visit visit = this; visit != null; visit = visit.above) {
      length += 1 + visit.name.bytes().length();
    }
    return length;
  }

  /** Its path, as the start's path was given. */
  public BytePath path() {
    byte[] below = new byte[lengthBelow()];
    int end = below.length;
    for (Visit visit = this; visit != null; visit = visit.above) {
      byte[] part = visit.name.array();
      end -= part.length;
      System.arraycopy(part, 0, below, end, part.length);
      below[--end] = '/';
    }
    return start.below(Bytes.of(below));
  }
}
