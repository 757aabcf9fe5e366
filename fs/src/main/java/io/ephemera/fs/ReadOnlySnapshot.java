// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Io;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A read-only snapshot on btrfs, btrfs-subvolume(8). Every user can make one of a subvolume of
 * their own, and its content would never be removed.
 *
 * <p>Safety: the read-only property of what root owns stays. A directory cannot be moved out of its
 * subvolume, so the way up leads to the snapshot that holds it.
 */
final class ReadOnlySnapshot {
  private ReadOnlySnapshot() {}

  /**
   * Makes the snapshot that holds a directory writable: for an entry that is to be removed, when
   * the kernel refused with EROFS.
   *
   * @return false if it is not in a read-only snapshot of an unprivileged user, or the caller may
   *     not do that
   * @throws SystemCallException if a directory above may not be searched
   */
  static boolean makeWritable(Directory directory) throws SystemCallException {
    if (!Subvolume.isPossibleIn(directory)) {
      return false;
    }
    try (Ancestors way = new Ancestors(directory)) {
      while (way.stat().inode() != Constants.BTRFS_FIRST_FREE_OBJECTID) {
        if (!way.up()) {
          return false;
        }
      }
      return way.stat().uid() != 0 && clearReadOnly(way);
    }
  }

  private static boolean clearReadOnly(Ancestors way) throws SystemCallException {
    ByteBuffer flags = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    try (Directory top = way.openForReading()) {
      if (Io.ioctl(top.fd(), Constants.BTRFS_IOC_SUBVOL_GETFLAGS, flags) < 0
          || (flags.getLong(0) & Constants.BTRFS_SUBVOL_RDONLY) == 0) {
        return false;
      }
      flags.putLong(0, flags.getLong(0) & ~Constants.BTRFS_SUBVOL_RDONLY);
      return Io.ioctl(top.fd(), Constants.BTRFS_IOC_SUBVOL_SETFLAGS, flags) >= 0;
    }
  }
}
