// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.Fate;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Receives what a {@link Foresight} finds, one call at a time, maybe from several threads. An entry
 * that several lines reach is received once for each of them.
 */
public interface FateListener {
  /**
   * Receives what a line will do to an entry; a directory comes after all that is in it.
   *
   * @param path the path as the line spells it; only asked for during this call
   * @param depth how far below the path in question it is: 0 for that path itself
   * @param line the line that is carried out
   */
  void fate(Supplier<BytePath> path, int depth, Line line, Fate fate);

  /**
   * Receives the path of a line that a run refuses, with all that is in it: another user could
   * redirect it. systemd-tmpfiles goes on there.
   *
   * @param depth how far below the path in question it is; negative for one above it
   */
  void refused(BytePath path, int depth, Line line, UnsafePathException reason);

  /** Receives an entry that no line reaches. */
  void unreached(Supplier<BytePath> path, int depth, Stat stat);

  /** Whether to look for more entries that no line reaches. */
  default boolean hearsUnreached() {
    return true;
  }

  /** Receives what could not be looked at: nothing is known of it, or of what is in it. */
  void failed(BytePath path, IOException reason);
}
