// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Dirents;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the entries of one directory after another: allocating it costs more than reading a
 * small directory. Thread-safe; threads that work at the same time rarely share a place.
 */
final class EntryBuffers {
  /** The size of each, in bytes. */
  static final int SIZE = 64 * 1024;

  private static final int PLACES = 16;

  /** A thread lists as many directories at a time as a pattern has wildcards. */
  private static final int MOST_SPARE = 4;

  private static final EntryBuffers[] ALL = new EntryBuffers[PLACES];

  static {
    for (int i = 0; i < PLACES; i++) {
      ALL[i] = new EntryBuffers();
    }
  }

  private final @Nullable Dirents[] spare = new Dirents[MOST_SPARE];
  private int count;

  private EntryBuffers() {}

  private static EntryBuffers mine() {
    return ALL[(int) Thread.currentThread().threadId() & (PLACES - 1)];
  }

  /** Takes one without entries. */
  static Dirents take() {
    Dirents one = mine().poll();
    if (one == null) {
      return new Dirents(SIZE);
    }
    one.clear();
    return one;
  }

  private synchronized @Nullable Dirents poll() {
    return count == 0 ? null : spare[--count];
  }

  /** Gives one back, which the caller must not use any more. */
  static void giveBack(Dirents buffer) {
    mine().add(buffer);
  }

  private synchronized void add(Dirents buffer) {
    if (count < MOST_SPARE) {
      spare[count++] = buffer;
    }
  }
}
