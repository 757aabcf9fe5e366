// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Searches the trees of a btrfs file system, {@code linux/btrfs.h}. */
final class TreeSearch {
  /** struct btrfs_ioctl_search_args and btrfs_ioctl_ino_lookup_args. */
  private static final int ARGUMENTS = 4096;

  /**
   * struct btrfs_ioctl_search_key: tree, bounds of object, offset and transaction, bounds of type,
   * how many; the results follow it.
   */
  private static final int COUNT = 64;

  private static final int RESULTS = 104;

  /** struct btrfs_ioctl_search_header: transid, objectid, offset, type, len; then len bytes. */
  private static final int HEADER = 32;

  private static final int FOUND_OFFSET = 16;
  private static final int FOUND_LENGTH = 28;
  private static final int AT_ONCE = 64;

  private TreeSearch() {}

  /** The ID of the subvolume that holds the inode of a descriptor. */
  static long subvolumeOf(Fd fd) throws SystemCallException {
    ByteBuffer arguments = arguments();
    arguments.putLong(Long.BYTES, Constants.BTRFS_FIRST_FREE_OBJECTID);
    int result = Io.ioctl(fd, Constants.BTRFS_IOC_INO_LOOKUP, arguments);
    check(result, SystemCall.FIND_SUBVOLUME_ID);
    return arguments.getLong(0);
  }

  /**
   * The offsets of all keys with an object and a type.
   *
   * @throws SystemCallException with ENOENT if there is no such tree
   */
  static List<Long> offsets(Fd fd, long tree, long object, int type) throws SystemCallException {
    List<Long> found = new ArrayList<>();
    long from = 0;
    while (true) {
      ByteBuffer arguments = key(tree, object, type, from);
      int result = Io.ioctl(fd, Constants.BTRFS_IOC_TREE_SEARCH, arguments);
      check(result, SystemCall.SEARCH_BTRFS_TREE);
      int count = arguments.getInt(COUNT);
      if (count == 0) {
        return found;
      }
      add(found, arguments, count);
      from = found.getLast() + 1;
      if (from == 0) {
        return found;
      }
    }
  }

  private static ByteBuffer arguments() {
    return ByteBuffer.allocate(ARGUMENTS).order(ByteOrder.nativeOrder());
  }

  private static ByteBuffer key(long tree, long object, int type, long from) {
    ByteBuffer arguments = arguments();
    for (long bound : new long[] {tree, object, object, from, -1, 0, -1}) {
      arguments.putLong(bound);
    }
    return arguments.putInt(type).putInt(type).putInt(COUNT, AT_ONCE);
  }

  private static void add(List<Long> found, ByteBuffer results, int count) {
    int at = RESULTS;
    for (int i = 0; i < count; i++) {
      found.add(results.getLong(at + FOUND_OFFSET));
      at += HEADER + results.getInt(at + FOUND_LENGTH);
    }
  }
}
