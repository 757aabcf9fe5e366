// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Dirents;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the entries of one directory after another: allocating it costs more than reading a
 * small directory. Thread-safe.
 */
final class EntryBuffers {
  /** The size of each, in bytes. */
  static final int SIZE = 64 * 1024;

  /** As many as a large machine uses at a time. */
  private static final int MOST_SPARE = 32;

  private static final ArrayDeque<Dirents> SPARE = new ArrayDeque<>();

  private EntryBuffers() {}

  /** Takes one without entries. */
  static Dirents take() {
    Dirents spare = poll();
    if (spare == null) {
      return new Dirents(SIZE);
    }
    spare.clear();
    return spare;
  }

  private static synchronized @Nullable Dirents poll() {
    return SPARE.pollLast();
  }

  /** Gives one back, which the caller must not use any more. */
  static synchronized void giveBack(Dirents buffer) {
    if (SPARE.size() < MOST_SPARE) {
      SPARE.addLast(buffer);
    }
  }
}
