// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Io;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A btrfs subvolume, btrfs-subvolume(8). */
public final class Subvolume {
  /** struct btrfs_ioctl_vol_args: a descriptor that is not used here, then a name. */
  private static final int ARGUMENTS = 4096;

  private static final int NAME = 8;

  private Subvolume() {}

  /** Whether a directory is on btrfs, so that it can hold subvolumes. */
  public static boolean isPossibleIn(Directory parent) throws SystemCallException {
    return parent.fileSystemType() == Constants.BTRFS_SUPER_MAGIC;
  }

  /**
   * Creates a subvolume, which must not exist, and opens it.
   *
   * <p>Safety: the kernel accepts no mode for it. So it is created in a staging directory that only
   * its owner can enter, and gets its name after its mode.
   *
   * @param mode its permission bits, 0 to 01777, whatever umask(2) is; it inherits a set-group-ID
   *     bit
   * @throws SystemCallException with ENOTTY if the file system has no subvolumes, with EEXIST if
   *     the name is taken
   */
  public static Directory create(Directory parent, Name name, int mode) throws IOException {
    Name temporary = Directory.temporaryName(name);
    try (Directory staging = parent.createDirectory(temporary, 0700)) {
      try (ScopedHandle<Directory> created = new ScopedHandle<>(make(staging, name, mode))) {
        moveOut(staging, parent, name);
        return created.release();
      } finally {
        parent.removeDirectory(temporary);
      }
    }
  }

  private static Directory make(Directory staging, Name name, int mode) throws IOException {
    ByteBuffer arguments = ByteBuffer.allocate(ARGUMENTS).put(NAME, name.array());
    try (Directory open = staging.reopenForReading()) {
      int result = Io.ioctl(open.fd(), Constants.BTRFS_IOC_SUBVOL_CREATE, arguments);
      check(result, SystemCall.CREATE_SUBVOLUME, name);
    }
    Directory made = new EntryCreator(staging).undoUmask(staging.openForReading(name), mode);
    try (ScopedHandle<Directory> created = new ScopedHandle<>(made)) {
      limitMode(made, mode);
      return created.release();
    }
  }

  /** A default ACL, which replaces umask(2), was applied to a mode of 0777, not to ours. */
  private static void limitMode(Directory created, int mode) throws SystemCallException {
    int current = created.stat().mode();
    int allowed = current & (mode | 06000);
    if (allowed != current) {
      created.setMode(allowed);
    }
  }

  private static void moveOut(Directory staging, Directory parent, Name name) throws IOException {
    boolean moved = false;
    try {
      Staging.moveOut(staging, parent, name);
      moved = true;
    } finally {
      if (!moved) {
        staging.removeDirectory(name);
      }
    }
  }
}
