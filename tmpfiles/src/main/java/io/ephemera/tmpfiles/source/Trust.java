// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.Users;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whose files a run reads: their lines are carried out with the rights of the run. */
enum Trust {
  /** Directories of the system, or below an alternate root: what the ownership rule lets pass. */
  SYSTEM,

  /**
   * What an environment variable leads to: only what root, the caller or the owner of the root
   * directory owns, and no other user may write to. A variable may survive a change of user.
   */
  VARIABLE;

  /**
   * Holds what a path leads to, or returns null if there is nothing.
   *
   * @throws UnsafePathException if it is not trusted, or the way there is not safe
   */
  @Nullable Inode followIfExists(Root root, BytePath path) throws IOException {
    if (this == SYSTEM) {
      return root.followIfExists(path);
    }
    int caller = Users.effectiveUid();
    try (ScopedHandle<Inode> found = new ScopedHandle<>(root.findFor(caller, path, true))) {
      require(root, found.get(), found.get().stat());
      return found.release();
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  /** Throws if a file or directory is not trusted. */
  void require(Root root, Handle inode, Stat stat) throws IOException {
    if (this == SYSTEM) {
      return;
    }
    if (!stat.belongsToRootOrUs() && stat.uid() != owner(root)) {
      throw new UnsafePathException(
          "an environment variable leads to it, and it belongs to user "
              + Integer.toUnsignedString(stat.uid())
              + ", who must not choose what this user does; not read:"
              + " change its owner, or the variable");
    }
    boolean onlyOwnersReplace = stat.isDirectory() && stat.isSticky();
    Access access =
        onlyOwnersReplace ? Access.exclusive() : AccessJudge.ofProcess().writing(inode, stat);
    if (!access.isExclusive()) {
      throw new UnsafePathException(
          "an environment variable leads to it, and it "
              + access.how()
              + "; not read: chmod go-w, or change the variable");
    }
  }

  /** The owner of the root directory, who need not be root in a user namespace. */
  private static int owner(Root root) throws IOException {
    try (Inode top = root.follow(BytePath.ROOT)) {
      return top.stat().uid();
    }
  }
}
