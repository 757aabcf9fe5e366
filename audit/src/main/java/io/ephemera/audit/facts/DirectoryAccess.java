// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Stat;
import io.ephemera.process.Access;

/**
 * The directory of an entry, as far as it decides what others can do to the entry. Immutable.
 *
 * @param stat the directory
 * @param reachable whether any user can go there: others may pass every directory on the way, and
 *     this one
 * @param writers who besides its owner and root can create entries in it
 */
public record DirectoryAccess(Stat stat, boolean reachable, Access writers) {
  private static final int OTHERS_PASS = 1;

  /** Those of the entries of an open directory. */
  static DirectoryAccess of(Directory opened, Stat stat, boolean above, WriterJudge judge) {
    boolean reachable = above && (stat.mode() & OTHERS_PASS) != 0;
    return new DirectoryAccess(
        stat, reachable, reachable ? judge.writers(opened, stat) : Access.exclusive());
  }

  /** Whether others can create entries in it: a shared place. */
  public boolean isShared() {
    return reachable && writers instanceof Access.Shared;
  }

  /** Whether only the owners of an entry and of this directory may rename or remove it. */
  public boolean isSticky() {
    return stat.isSticky();
  }
}
