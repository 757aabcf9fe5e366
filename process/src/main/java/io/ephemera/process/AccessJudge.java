// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;

/**
 * Answers who besides one user, and root, can change or read an inode: from its owner, its mode,
 * its access control list, acl(5), and the members of its groups. What only holds for a path, the
 * directories that lead there, is asked for each of them.
 *
 * <p>Makes no system call for an inode whose group and other users have no permission: the group
 * bits of an inode with a list are the most that the list grants. Thread-safe.
 */
public final class AccessJudge {
  private static final String ACCESS_LIST = "system.posix_acl_access";
  private static final String DEFAULT_LIST = "system.posix_acl_default";
  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int GROUP = 3;

  /** The id of users who are not mapped, user_namespaces(7). */
  private static final int OVERFLOW = 65534;

  private final int uid;
  private final GroupMembers groups;
  private final UserNamespace namespace = new UserNamespace(new KernelFiles());

  /**
   * A judge.
   *
   * @param uid the user whose own access, and that of root, does not count
   * @param groups who is in which group
   */
  public AccessJudge(int uid, GroupMembers groups) {
    this.uid = uid;
    this.groups = groups;
  }

  /** A judge for the effective user of this process. */
  public static AccessJudge ofProcess() {
    return new AccessJudge(Users.effectiveUid(), GroupMembers.ofSystem());
  }

  /** Who else owns it, and may therefore do anything with it. */
  public Access owner(Stat stat) {
    int owner = stat.uid();
    if (owner == 0 || owner == uid) {
      return Access.exclusive();
    }
    String how = "belongs to uid " + Integer.toUnsignedString(owner);
    return isUnmapped(owner)
        ? new Access.Unknown(
            Access.Cause.OWNER, how + ", a user who is not mapped in this user namespace")
        : new Access.Shared(how);
  }

  /** Whether an owner is one that this user namespace does not map. */
  public boolean isUnmapped(int owner) {
    return owner == OVERFLOW && !namespace.unmappedUser(owner).isEmpty();
  }

  /** Who else may write to it; in a directory, create entries, and remove any if not sticky. */
  public Access writing(Handle inode, Stat stat) {
    return permitted(inode, stat, WRITE);
  }

  /** Who else may read it; names in a directory. */
  public Access reading(Handle inode, Stat stat) {
    return permitted(inode, stat, READ);
  }

  /** Who else may write to what is created in a directory, by its default list. */
  public Access inheriting(Handle directory) {
    try {
      Bytes list = directory.attribute(DEFAULT_LIST);
      return list == null
          ? Access.exclusive()
          : named(list, WRITE, "has a default access control list by which its files are writable");
    } catch (SystemCallException e) {
      return unreadable(e);
    }
  }

  private Access permitted(Handle inode, Stat stat, int permission) {
    String able = permission == WRITE ? "is writable" : "is readable";
    if ((stat.mode() & permission) != 0) {
      return new Access.Shared(able + " by any user");
    }
    if ((stat.mode() >> GROUP & permission) == 0) {
      return Access.exclusive();
    }
    try {
      Bytes list = inode.attribute(ACCESS_LIST);
      if (list == null) {
        return members(stat.gid(), able);
      }
      boolean owners = (AccessList.of(list).ownersPermissions() & permission) != 0;
      Access named = named(list, permission, able);
      return owners ? members(stat.gid(), able).and(named) : named;
    } catch (SystemCallException e) {
      return unreadable(e);
    }
  }

  private static Access unreadable(SystemCallException e) {
    return new Access.Unknown(
        Access.Cause.LIST, "has an access control list that cannot be read: " + e.errno().text());
  }

  /** What a list grants to the users and groups that it names. */
  private Access named(Bytes list, int permission, String able) {
    Access result = Access.exclusive();
    for (AccessList.Named entry : AccessList.of(list).named()) {
      if ((entry.permissions() & permission) != 0) {
        result = result.and(entry.isGroup() ? members(entry.id(), able) : user(entry.id(), able));
      }
    }
    return result;
  }

  private Access user(int id, String able) {
    return id == 0 || id == uid
        ? Access.exclusive()
        : new Access.Shared(
            able + " by user " + Integer.toUnsignedString(id) + ", by its access control list");
  }

  private Access members(int gid, String able) {
    String how = able + " by group " + Integer.toUnsignedString(gid);
    Access members = groups.besides(uid, gid);
    if (members instanceof Access.Shared others) {
      return new Access.Shared(how + ", " + others.how());
    }
    return members instanceof Access.Unknown unknown
        ? new Access.Unknown(Access.Cause.MEMBERS, how + ", " + unknown.how())
        : members;
  }
}
