// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.fs.Stat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers files with several names as they were before this run removed one of the names. That
 * changes the inode, but does not use the file: its other names must not become young by it.
 *
 * <p>Thread-safe: a file is remembered before its name is removed, so a thread that finds another
 * name sees the file unchanged, or finds it here.
 */
final class OriginalTimes {
  private final Map<FileId, Stat> originals = new ConcurrentHashMap<>();

  /** Whether any file was ever remembered; asking the map would take longer, for every file. */
  private volatile boolean used;

  /** With the time of birth, because the inode number of a removed file is used again. */
  private record FileId(long device, long inode, long birth) {
    static FileId of(Stat stat) {
      return new FileId(stat.device(), stat.inode(), stat.birthTime());
    }
  }

  /** Whether the file has other names, or had some when the run began. */
  boolean hasOtherNames(Stat stat) {
    return stat.links() > 1 || (used && originals.containsKey(FileId.of(stat)));
  }

  /** Remembers a file until its last name is removed; to be called before a name is removed. */
  void remember(Stat stat) {
    if (stat.links() > 1) {
      used = true;
      originals.putIfAbsent(FileId.of(stat), stat);
    } else if (used) {
      originals.remove(FileId.of(stat));
    }
  }

  /** The file as it was before this run removed a name of it. */
  Stat original(Stat stat) {
    return used ? originals.getOrDefault(FileId.of(stat), stat) : stat;
  }
}
