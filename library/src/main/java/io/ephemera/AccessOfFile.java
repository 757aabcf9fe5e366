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
      // Another user can give a second name to a file of ours, in place of one that is missing.
      return stat.isRegular() && stat.belongsToRootOrUs() && stat.links() == 1
          ? new AccessOfFile(stat.mode() & 0777, stat.gid(), inode.attribute(ACL))
          : null;
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      return null;
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
    return limit(file, bits);
  }

  /**
   * Gives a file permission bits, and no list of its directory's: the bits of the group would open
   * the file to everyone whom that list names.
   *
   * @return whether its permission bits are those that they should be
   * @throws UnsafePathException if the file system gives more access by itself
   */
  static boolean limit(OpenFile file, int bits) throws SystemCallException, UnsafePathException {
    try {
      file.removeAttribute(ACL);
    } catch (SystemCallException e) {
      if (!e.is(Errno.EOPNOTSUPP, Errno.ENOSYS)) {
        throw e;
      }
    }
    return file.stat().mode() == bits || file.limitMode(bits);
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
   * Another group gets no more than other users, and they get no more than the former group, whose
   * members are others now. With an ACL, the bits of the group are its mask, and what it denies to
   * users whom it names would be lost.
   */
  private int withoutGroup() {
    int both = list == null ? mode & 07 & (mode >> 3) : 0;
    return (mode & 0700) | (both << 3) | both;
  }
}
