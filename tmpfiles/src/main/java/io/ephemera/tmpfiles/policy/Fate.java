// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.fs.Stat;

/**
 * What a line will do to an entry.
 *
 * @param stat the entry as it is now
 * @param verdict what a run would do now, and the line that decides it
 * @param inherited whether the verdict is that on a directory above, which is kept with all that is
 *     in it
 * @param due when a later run would remove it; in the past if this one would
 */
public record Fate(Stat stat, Verdict verdict, boolean inherited, Due due) {
  /** Whether a run would remove it now. */
  public boolean isRemoved() {
    return verdict instanceof Verdict.Removed;
  }
}
