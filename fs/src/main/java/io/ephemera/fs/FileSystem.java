// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Constants;
import java.util.OptionalLong;

/**
 * A mounted file system and how full it is, statfs(2).
 *
 * @param type its magic number, {@code linux/magic.h}
 * @param size in bytes; empty if the file system does not say: it reports a size of 0
 * @param available bytes that an unprivileged user may still allocate; empty as the size is
 * @param inodes how many more files it can hold; {@link Long#MAX_VALUE} if it does not count them
 * @param allInodes how many files it can hold at all; {@link Long#MAX_VALUE} likewise
 * @param readOnly whether it is mounted read-only
 * @param noExec whether nothing on it may be executed
 */
public record FileSystem(
    long type,
    OptionalLong size,
    OptionalLong available,
    long inodes,
    long allInodes,
    boolean readOnly,
    boolean noExec) {

  static FileSystem of(long[] words) {
    long fragment = words[9] > 0 ? words[9] : words[1];
    boolean measures = words[2] != 0;
    boolean counts = words[5] > 0;
    return new FileSystem(
        words[0],
        measures ? bytes(words[2], fragment) : OptionalLong.empty(),
        measures ? bytes(words[4], fragment) : OptionalLong.empty(),
        counts ? words[6] : Long.MAX_VALUE,
        counts ? words[5] : Long.MAX_VALUE,
        (words[10] & Constants.ST_RDONLY) != 0,
        (words[10] & Constants.ST_NOEXEC) != 0);
  }

  /** Saturates: some file systems without a limit report more than 2<sup>63</sup> bytes. */
  private static OptionalLong bytes(long blocks, long size) {
    boolean fits = Math.multiplyHigh(blocks, size) == 0 && blocks * size >= 0;
    return OptionalLong.of(fits ? blocks * size : Long.MAX_VALUE);
  }

  /** Whether an amount of bytes can be allocated, as far as is known. */
  public boolean mayHold(long bytes) {
    return available.orElse(Long.MAX_VALUE) >= bytes;
  }

  /** The free bytes and the size, human-readable: {@code 1.0 GiB free of 4.0 GiB}. */
  public String space() {
    return available.isPresent() && size.isPresent()
        ? ByteSize.format(available.getAsLong()) + " free of " + ByteSize.format(size.getAsLong())
        : "an unknown amount free";
  }

  /** Whether its content is in memory and lost at the next boot. */
  public boolean isInMemory() {
    return type == Constants.TMPFS_MAGIC || type == Constants.RAMFS_MAGIC;
  }

  /**
   * Whether a file system of this type knows the attributes of its files without asking a server,
   * so that AT_STATX_DONT_SYNC of statx(2) makes no difference. Only types that surely do.
   */
  static boolean keepsAttributes(long type) {
    return type == Constants.TMPFS_MAGIC
        || type == Constants.RAMFS_MAGIC
        || type == Constants.EXT4_SUPER_MAGIC
        || type == Constants.XFS_SUPER_MAGIC
        || type == Constants.BTRFS_SUPER_MAGIC
        || type == Constants.OVERLAYFS_SUPER_MAGIC;
  }

  /** Whether other machines may have mounted it as well. */
  public boolean isRemote() {
    return type == Constants.NFS_SUPER_MAGIC
        || type == Constants.CIFS_SUPER_MAGIC
        || type == Constants.SMB2_SUPER_MAGIC
        || type == Constants.V9FS_MAGIC
        || type == Constants.AFS_SUPER_MAGIC
        || type == Constants.CEPH_SUPER_MAGIC
        || type == Constants.CODA_SUPER_MAGIC;
  }

  /** Its name, as for mount(8); for rare types the number. */
  public String typeName() {
    if (type == Constants.TMPFS_MAGIC) {
      return "tmpfs";
    }
    if (type == Constants.RAMFS_MAGIC) {
      return "ramfs";
    }
    if (type == Constants.BTRFS_SUPER_MAGIC) {
      return "btrfs";
    }
    if (type == Constants.OVERLAYFS_SUPER_MAGIC) {
      return "overlay";
    }
    if (type == Constants.NFS_SUPER_MAGIC) {
      return "nfs";
    }
    if (type == Constants.CIFS_SUPER_MAGIC || type == Constants.SMB2_SUPER_MAGIC) {
      return "cifs";
    }
    if (type == Constants.V9FS_MAGIC) {
      return "9p";
    }
    if (type == Constants.FUSE_SUPER_MAGIC) {
      return "fuse";
    }
    if (type == Constants.AUTOFS_SUPER_MAGIC) {
      return "autofs";
    }
    if (type == Constants.EXT4_SUPER_MAGIC) {
      return "ext4";
    }
    return type == Constants.XFS_SUPER_MAGIC ? "xfs" : "0x" + Long.toHexString(type);
  }
}
