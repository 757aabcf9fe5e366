// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Name;
import java.util.List;

/**
 * Which entries of a directory matter: the next one on the way to the path in question, or all.
 *
 * @param way from where the walk starts to the path in question; empty if it starts there or below
 * @param next how many of them were passed
 * @param offset what turns a depth below the start into one below the path in question
 */
record Reach(List<Name> way, int next, int offset) {
  /** Whether everything below this directory matters. */
  boolean isWhole() {
    return next >= way.size();
  }

  /** Whether the start of the walk is at the path in question or above it. */
  boolean covers() {
    return offset <= 0;
  }

  /** Whether the walk has to look at an entry. */
  boolean admits(Name entry) {
    return isWhole() || way.get(next).equals(entry);
  }

  /** Whether an entry that was admitted is the path in question, or below it. */
  boolean includesEntries() {
    return next >= way.size() - 1;
  }

  /** What matters below the entry that was admitted. */
  Reach below() {
    return isWhole() ? this : new Reach(way, next + 1, offset);
  }
}
