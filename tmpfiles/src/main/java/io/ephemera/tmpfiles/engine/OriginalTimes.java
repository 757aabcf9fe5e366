// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Stat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What files with several names were before this run removed one of them. Removing a name counts as
 * a change of the inode, but is no use of the file: its other names must not seem young for it.
 *
 * <p>Thread-safe: what a file was is known before a name goes, so that whoever comes by another
 * name meanwhile sees the file as it was, or finds it here.
 */
final class OriginalTimes {
  private final Map<Id, Stat> before = new ConcurrentHashMap<>();

  /** With its birth, for the number of a file that is gone may be given to another one. */
  private record Id(long device, long inode, long birth) {
    static Id of(Stat stat) {
      return new Id(stat.device(), stat.inode(), stat.birthTime());
    }
  }

  /** Whether the file has other names, or had some when the run began. */
  boolean has(Stat stat) {
    return stat.links() > 1 || (!before.isEmpty() && before.containsKey(Id.of(stat)));
  }

  /** A name of the file is about to be removed. */
  void removing(Stat stat) {
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
