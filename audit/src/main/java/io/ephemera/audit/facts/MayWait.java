// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.process.MountInfo;
import java.util.Set;

/** Which file systems may wait for a server that does not answer. */
final class MayWait {
  private static final Set<String> LOCAL =
      Set.of(
          "bcachefs",
          "btrfs",
          "ext2",
          "ext3",
          "ext4",
          "f2fs",
          "overlay",
          "ramfs",
          "tmpfs",
          "devtmpfs",
          "squashfs",
          "vfat",
          "xfs",
          "zfs");

  private MayWait() {}

  static boolean at(MountInfo.Mount mount) {
    return !LOCAL.contains(mount.fileSystem());
  }
}
