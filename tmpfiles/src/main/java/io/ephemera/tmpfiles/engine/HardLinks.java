// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.KernelFiles;
import java.io.IOException;

/**
 * Refuses files to which another user may have created a hard link.
 *
 * <p>While fs.protected_hardlinks is 0 (proc_sys_fs(5)), any user can link to a file of root at a
 * path that a line names, and remove the link as soon as it was found.
 *
 * <p>Thread-safe: one thread at a time resolves paths.
 */
final class HardLinks {
  /** How often to retry while other processes change the file. */
  private static final int MOST_TRIES = 8;

  private static final int OTHERS_WRITE = 022;

  private final Root root;
  private final KernelFiles kernel;
  private volatile int unprotected = -1;

  HardLinks(Root root, KernelFiles kernel) {
    this.root = root;
    this.kernel = kernel;
  }

  /**
   * Refuses a file to which another user may have linked.
   *
   * @param path where it was found
   */
  void check(BytePath path, Handle inode) throws IOException {
    if (anyUserMayLink() && !inode.stat().isDirectory()) {
      synchronized (root) {
        checkNames(path, inode);
      }
    }
  }

  /**
   * The same for a file that is only read, if other users may create links in its directory.
   *
   * @param path where it was found
   */
  void checkIn(Directory directory, BytePath path, Handle inode) throws IOException {
    if (anyUserMayLink() && isWritableByOthers(directory.stat())) {
      check(path, inode);
    }
  }

  private static boolean isWritableByOthers(Stat directory) {
    return directory.uid() != 0 || (directory.mode() & OTHERS_WRITE) != 0;
  }

  /**
   * A link count of 1 is not enough: the only name may be another one than the one by which the
   * file was found, because that was removed. So the file must be found by this name again, and its
   * change time and link count must be the same before and after.
   */
  private void checkNames(BytePath path, Handle inode) throws IOException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Stat before = inode.stat();
      if (before.links() > 1) {
        throw new UnsafePathException(
            "it has " + before.links() + " hard links, and fs.protected_hardlinks is off");
      }
      waitForRemovals(path);
      boolean found = leadsTo(path, before);
      Stat after = inode.stat();
      if (found && after.links() == 1 && after.changeTime() == before.changeTime()) {
        return;
      }
    }
    throw new UnsafePathException("its hard links are changing, and fs.protected_hardlinks is off");
  }

  /**
   * unlink(2) decreases the link count before the name is removed; in between, the name leads to a
   * file that seems to have no other. Meanwhile the kernel holds the lock of the directory, so that
   * a lookup of a name that is not cached waits for the end of unlink(2).
   */
  private void waitForRemovals(BytePath path) throws IOException {
    Name name = path.name();
    Inode above = name == null ? null : root.lookUnguarded(path.parent(), true);
    if (name == null || above == null) {
      return;
    }
    try (Directory directory = Directory.of(above)) {
      Stat _ = directory.statIfExists(Directory.temporaryName(name));
    }
  }

  /** Examines the name itself and, if it is a symbolic link, its target. */
  private boolean leadsTo(BytePath path, Stat file) throws IOException {
    try (Inode named = root.lookUnguarded(path, false)) {
      if (named == null || named.stat().isSameInode(file) || !named.stat().isSymlink()) {
        return named != null && named.stat().isSameInode(file);
      }
    }
    try (Inode target = root.lookUnguarded(path, true)) {
      return target != null && target.stat().isSameInode(file);
    }
  }

  private boolean anyUserMayLink() {
    if (unprotected < 0) {
      unprotected = kernel.text("/proc/sys/fs/protected_hardlinks").startsWith("1") ? 0 : 1;
    }
    return unprotected == 1;
  }
}
