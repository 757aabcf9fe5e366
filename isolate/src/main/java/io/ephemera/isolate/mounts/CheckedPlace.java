// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;

/**
 * Where a path led when it was checked.
 *
 * @param device as for {@link Stat#device}
 * @param inode as for {@link Stat#inode}
 */
record CheckedPlace(BytePath path, long device, long inode) {
  static CheckedPlace of(BytePath path, Stat stat) {
    return new CheckedPlace(path, stat.device(), stat.inode());
  }

  boolean isSameInode(CheckedPlace other) {
    return other.inode == inode && other.device == device;
  }

  boolean is(Stat stat) {
    return stat.inode() == inode && stat.device() == device;
  }
}
