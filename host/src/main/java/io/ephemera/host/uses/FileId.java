// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.Stat;

/**
 * Which file it is, whatever its names are. Immutable.
 *
 * @param device of its file system as stat(2) reports it, in the encoding of {@link Stat#device}
 * @param inode the inode number, unsigned
 */
public record FileId(long device, long inode) {
  /** That of a file. */
  public static FileId of(Stat stat) {
    return new FileId(stat.device(), stat.inode());
  }

  /** A device from its numbers. */
  static long device(int major, int minor) {
    return ((long) major << Integer.SIZE) | (minor & 0xffffffffL);
  }
}
