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
 * Whether a file may be changed that somebody may have given its name.
 *
 * <p>While fs.protected_hardlinks is 0 (proc_sys_fs(5)), anybody can give a file of root's a second
 * name where configuration will find it, and take that name away again as soon as it was found.
 */
final class HardLinks {
  /** Others may change the file meanwhile; so often we look again. */
  private static final int MOST_TRIES = 8;

  private static final int OTHERS_WRITE = 022;

  private final Root root;
  private final KernelFiles host;
  private int unprotected = -1;

  HardLinks(Root root, KernelFiles host) {
    this.root = root;
    this.host = host;
  }

  /**
   * Refuses a file that a stranger may have given this name.
   *
   * @param path where it was found
   */
  void check(BytePath path, Handle inode) throws IOException {
    if (anybodyMayLink() && !inode.stat().isDirectory()) {
      checkNames(path, inode);
    }
  }

  /**
   * The same for a file that is only read, where others may make names in its directory.
   *
   * @param path where it was found
   */
  void checkIn(Directory directory, BytePath path, Handle inode) throws IOException {
    if (anybodyMayLink() && mayBeWrittenByOthers(directory.stat())) {
      check(path, inode);
    }
  }

  private static boolean mayBeWrittenByOthers(Stat directory) {
    return directory.uid() != 0 || (directory.mode() & OTHERS_WRITE) != 0;
  }

  /**
   * One name is not enough: it may be another than the one by which it was found, which is gone
   * already. So it has to be found by this name once more, and nothing about it, its names
   * included, may have changed from before that look until after it.
   */
  private void checkNames(BytePath path, Handle inode) throws IOException {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Stat before = inode.stat();
      if (before.links() > 1) {
        throw new UnsafePathException(
            "it has " + before.links() + " names, and fs.protected_hardlinks is off");
      }
      waitForRemovals(path);
      boolean found = leadsTo(path, before);
      Stat after = inode.stat();
      if (found && after.links() == 1 && after.changeTime() == before.changeTime()) {
        return;
      }
    }
    throw new UnsafePathException("its names are being changed, and fs.protected_hardlinks is off");
  }

  /**
   * unlink(2) counts a name less before the name is gone, and whoever is interrupted in between
   * leaves a name that leads to a file which seems to have no other. Until that is over it holds
   * the directory's lock, for which the look for a name that nobody has looked for has to wait.
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

  /** Looks at the name itself, and at what it leads to if it is a link. */
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

  private boolean anybodyMayLink() {
    if (unprotected < 0) {
      unprotected = host.text("/proc/sys/fs/protected_hardlinks").startsWith("1") ? 0 : 1;
    }
    return unprotected == 1;
  }
}
