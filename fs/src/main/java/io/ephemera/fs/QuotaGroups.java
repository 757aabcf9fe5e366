// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.errno.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The quota groups of a btrfs subvolume, btrfs-qgroup(8).
 *
 * <p>A group is a number with its level in the upper 16 bits; the group of level 0 is the subvolume
 * itself. Every operation needs CAP_SYS_ADMIN. Errors: ENOTCONN if quotas are off, ENOTTY for a
 * directory that is not a subvolume, EBUSY if no level is left for a group of its own.
 */
public final class QuotaGroups {
  private static final int LEVEL_SHIFT = 48;
  private static final int HIGHEST_LEVEL = 255;

  private final Fd fd;
  private final long subvolume;

  private QuotaGroups(Directory subvolume) throws SystemCallException {
    this.fd = subvolume.fd();
    if (!subvolume.isSubvolume()) {
      throw new SystemCallException(SystemCall.FIND_QUOTA_GROUPS, "", Errno.ENOTTY);
    }
    this.subvolume = TreeSearch.subvolumeOf(fd);
  }

  /**
   * Assigns a subvolume to the groups that hold the subvolume above it, unless it is in a group
   * already.
   *
   * @param subvolume open for reading
   */
  public static void inherit(Directory subvolume) throws SystemCallException {
    QuotaGroups groups = new QuotaGroups(subvolume);
    if (groups.holding(groups.subvolume).isEmpty()) {
      for (long group : groups.above()) {
        groups.assign(groups.subvolume, group);
      }
    }
  }

  /**
   * Creates a group for a subvolume and those below it, unless it is in a group already. The new
   * group is one level below the lowest group that holds the subvolume above, and a member of the
   * groups of that subvolume.
   *
   * @param subvolume open for reading
   */
  public static void makeOwn(Directory subvolume) throws SystemCallException {
    QuotaGroups groups = new QuotaGroups(subvolume);
    if (groups.holding(groups.subvolume).isEmpty()) {
      groups.makeOwn();
    }
  }

  private void makeOwn() throws SystemCallException {
    List<Long> above = above();
    long level = HIGHEST_LEVEL + 1;
    for (long group : above) {
      level = Math.min(level, group >>> LEVEL_SHIFT);
    }
    if (level <= 1) {
      throw new SystemCallException(SystemCall.CREATE_QUOTA_GROUP, "", Errno.EBUSY);
    }
    long own = (level - 1) << LEVEL_SHIFT | subvolume;
    create(own);
    for (long group : above) {
      assign(own, group);
    }
    assign(subvolume, own);
  }

  /** The groups that hold the subvolume above; none at the top of the file system. */
  private List<Long> above() throws SystemCallException {
    long root = Constants.BTRFS_ROOT_TREE_OBJECTID;
    List<Long> parents = TreeSearch.offsets(fd, root, subvolume, Constants.BTRFS_ROOT_BACKREF_KEY);
    return parents.isEmpty() ? List.of() : holding(parents.getFirst());
  }

  private List<Long> holding(long group) throws SystemCallException {
    try {
      List<Long> related =
          TreeSearch.offsets(
              fd, Constants.BTRFS_QUOTA_TREE_OBJECTID, group, Constants.BTRFS_QGROUP_RELATION_KEY);
      related.removeIf(other -> other >>> LEVEL_SHIFT <= group >>> LEVEL_SHIFT);
      return related;
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT)) { // no quota tree
        throw new SystemCallException(SystemCall.FIND_QUOTA_GROUPS, "", Errno.ENOTCONN);
      }
      throw e;
    }
  }

  private void create(long group) throws SystemCallException {
    int result = Io.ioctl(fd, Constants.BTRFS_IOC_QGROUP_CREATE, packed(1, group));
    checkUnlessThere(result, SystemCall.CREATE_QUOTA_GROUP);
  }

  private void assign(long member, long group) throws SystemCallException {
    int result = Io.ioctl(fd, Constants.BTRFS_IOC_QGROUP_ASSIGN, packed(1, member, group));
    checkUnlessThere(result, SystemCall.JOIN_QUOTA_GROUP);
  }

  private static ByteBuffer packed(long... fields) {
    ByteBuffer structure =
        ByteBuffer.allocate(fields.length * Long.BYTES).order(ByteOrder.nativeOrder());
    for (long field : fields) {
      structure.putLong(field);
    }
    return structure;
  }

  private static void checkUnlessThere(int result, SystemCall call) throws SystemCallException {
    if (!Errno.EEXIST.isReasonOf(result)) {
      check(result, call);
    }
  }
}
