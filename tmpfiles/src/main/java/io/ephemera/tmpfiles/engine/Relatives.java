// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Stat;
import java.util.HashMap;
import java.util.Map;

/**
 * What files with several names were before this run removed one of them. Removing a name counts as
 * a change of the inode, but is no use of the file: its other names must not seem young for it. Not
 * thread-safe.
 */
final class Relatives {
  private final Map<Id, Stat> before = new HashMap<>();

  private record Id(long device, long inode) {
    static Id of(Stat stat) {
      return new Id(stat.device(), stat.inode());
    }
  }

  /** A name of the file was removed. */
  void removed(Stat stat) {
    if (stat.links() > 1) {
      before.putIfAbsent(Id.of(stat), stat);
    } else if (!before.isEmpty()) {
      before.remove(Id.of(stat));
    }
  }

  /** What a file was before the run came to it. */
  Stat asFound(Stat stat) {
    return before.isEmpty() ? stat : before.getOrDefault(Id.of(stat), stat);
  }
}
