// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Io;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A btrfs subvolume, btrfs-subvolume(8). */
public final class Subvolume {
  /** struct btrfs_ioctl_vol_args: a descriptor that does not count here, then a name. */
  private static final int ARGUMENTS = 4096;

  private static final int NAME = 8;

  private Subvolume() {}

  /** Whether there can be one in a directory: whether it is on btrfs. */
  public static boolean isPossibleIn(Directory parent) throws SystemCallException {
    return parent.fileSystemType() == Constants.BTRFS_SUPER_MAGIC;
  }

  /**
   * Creates a subvolume, which must not exist, and opens it.
   *
   * <p>Safety: the kernel takes no mode for it, so it is made in a directory that only its owner
   * can enter, and gets its name when it has its mode.
   *
   * @param mode its permission bits, 0 to 01777, whatever umask(2) says; it inherits a set-group-ID
   *     bit
   * @throws SystemCallException with ENOTTY where the file system has no subvolumes, with EEXIST
   *     where something has this name
   */
  public static Directory create(Directory parent, Name name, int mode) throws IOException {
    Name temporary = Directory.temporaryName(name);
    Directory created;
    try (Directory apart = parent.createDirectory(temporary, 0700)) {
      try {
        created = createApart(apart, name, mode);
        moveOut(apart, parent, name, created);
      } finally {
        parent.removeDirectory(temporary);
      }
    }
    return created;
  }

  private static Directory createApart(Directory apart, Name name, int mode) throws IOException {
    ByteBuffer arguments = ByteBuffer.allocate(ARGUMENTS).put(NAME, name.array());
    try (Directory open = apart.reopenForReading()) {
      int made = Io.ioctl(open.fd(), Constants.BTRFS_IOC_SUBVOL_CREATE, arguments);
      check(made, SystemCall.CREATE_SUBVOLUME, name.toString());
    }
    return narrowed(apart.undoUmask(apart.openForReading(name), mode), mode);
  }

  /** Where a default ACL decided instead of umask(2), it started from a mode of 0777, not ours. */
  private static Directory narrowed(Directory created, int mode) throws SystemCallException {
    int current = created.stat().mode();
    int allowed = current & (mode | 06000);
    if (allowed != current) {
      created.setMode(allowed);
    }
    return created;
  }

  private static void moveOut(Directory apart, Directory parent, Name name, Directory created)
      throws IOException {
    byte[] bytes = name.array();
    int moved = At.renameat2(apart.fd(), bytes, parent.fd(), bytes, Constants.RENAME_NOREPLACE);
    if (moved < 0) {
      created.close();
      apart.removeDirectory(name);
    }
    check(moved, SystemCall.CREATE_SUBVOLUME, name.toString());
  }
}
