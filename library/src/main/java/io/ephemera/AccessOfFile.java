// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Which users of a file's group, of other groups and of its ACL have access to it.
 *
 * @param mode the permission bits, 0 to 0777
 * @param gid the group, an unsigned 32-bit number
 * @param list the value of the ACL, acl(5), or null if the file has none
 */
record AccessOfFile(int mode, int gid, @Nullable Bytes list) {
  private static final String ACL = "system.posix_acl_access";
  private static final int KEEP = -1;

  /**
   * The access of an existing file whose owner may decide about what replaces it.
   *
   * @return null if the name is free, or anything but a regular file of root or the caller has it
   */
  static @Nullable AccessOfFile ofTrusted(Directory directory, Name name)
      throws SystemCallException {
    Stat named = directory.statIfExists(name);
    if (named == null || !named.isRegular()) {
      return null;
    }
    try (Inode inode = directory.inode(name)) {
      Stat stat = inode.stat();
      return stat.isRegular() && stat.belongsToRootOrUs()
          ? new AccessOfFile(stat.mode() & 0777, stat.gid(), inode.attribute(ACL))
          : null;
    }
  }

  /**
   * Gives a private file this access, or where the group or the ACL cannot be given, less: never
   * more.
   *
   * @return whether its permission bits are those that they should be
   * @throws UnsafePathException if the file system gives more access by itself
   */
  boolean giveTo(OpenFile file) throws SystemCallException, UnsafePathException {
    Stat stat = file.stat();
    boolean complete = stat.gid() == gid || takesGroup(file);
    if (complete && list != null && takesList(file, list)) {
      return true;
    }
    int bits = complete && list == null ? mode : withoutGroup();
    return stat.mode() == bits || file.limitMode(bits);
  }

  private boolean takesGroup(OpenFile file) throws SystemCallException {
    try {
      file.setOwner(KEEP, gid);
      return true;
    } catch (SystemCallException e) {
      if (!e.is(Errno.EPERM, Errno.EINVAL) && !e.is(Errno.EOPNOTSUPP, Errno.ENOSYS)) {
        throw e;
      }
      return false;
    }
  }

  private static boolean takesList(OpenFile file, Bytes list) throws SystemCallException {
    try {
      file.setAttribute(ACL, list);
      return true;
    } catch (SystemCallException e) {
      if (!e.is(Errno.EPERM, Errno.EINVAL) && !e.is(Errno.EOPNOTSUPP, Errno.ENOSYS)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Another group gets no more than other users: with an ACL, the bits of the group are its mask.
   */
  private int withoutGroup() {
    return mode & (0707 | ((mode & 07) << 3));
  }
}
