// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.process.Users;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Owner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Access control lists, acl(5), that another user chose: by the default list of a directory, or on
 * an inode that gets another owner. They would give that user access which mode and owner of a line
 * do not show, so they are removed. Lists of root and of the caller stay.
 *
 * <p>Thread-safe.
 */
final class AccessLists {
  static final String ACCESS = "system.posix_acl_access";
  static final String DEFAULT = "system.posix_acl_default";

  private final Map<FileId, List<Setting>> settings = new HashMap<>();

  /** A list that a line of this run has set. */
  interface Setting {
    /** Sets it once more. */
    void repeat(Handle inode) throws IOException;
  }

  /** Remembers a list of a line, in case the owner of the inode is changed later. */
  synchronized void remember(Stat inode, Setting setting) {
    settings.computeIfAbsent(FileId.of(inode), id -> new ArrayList<>(1)).add(setting);
  }

  /** Whether another user chose the lists of an inode, who will not own what they apply to. */
  static boolean areForeign(Stat inode, int owner) {
    return !inode.belongsToRootOrUs() && inode.uid() != owner;
  }

  /**
   * Whether what is created in a directory must not inherit its default list: another user chose
   * that, and will not be the owner.
   */
  static boolean areInherited(Stat directory, Line line) {
    if (directory.belongsToRootOrUs()) {
      return false;
    }
    Owner owner = line.user();
    return areForeign(directory, owner == null ? Users.effectiveUid() : owner.id());
  }

  /** Whether an inode has a list. */
  static boolean exist(Handle inode, Stat stat) throws IOException {
    return inode.attribute(ACCESS) != null
        || (stat.isDirectory() && inode.attribute(DEFAULT) != null);
  }

  /** Removes the lists of an inode; the mode stays. */
  static void remove(Handle inode, Stat stat) throws IOException {
    if (stat.isSymlink()) {
      return;
    }
    inode.removeAttribute(ACCESS);
    if (stat.isDirectory()) {
      inode.removeAttribute(DEFAULT);
    }
  }

  /**
   * The mode that grants what an inode with this list grants without the named users and groups:
   * the group bits of such an inode are the mask.
   */
  static int modeWithout(@Nullable Bytes list, int mode) {
    return list == null ? mode : Acl.decode(list).modeWithoutNamed(mode);
  }

  /**
   * Sets again what lines of this run have set.
   *
   * @return whether there was anything
   */
  boolean repeat(Handle inode, Stat stat) throws IOException {
    List<Setting> known = forget(stat);
    if (known == null) {
      return false;
    }
    for (Setting setting : known) {
      setting.repeat(inode);
    }
    return true;
  }

  private synchronized @Nullable List<Setting> forget(Stat inode) {
    return settings.remove(FileId.of(inode));
  }
}
