// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.errno.Errno;
import io.ephemera.linux.errno.Feature;

/**
 * Creates an entry where another user could rename what was just created.
 *
 * <p>The kernel returns no descriptor for a new directory or node: it has to be opened by its name,
 * and by then the owner of the directory may have moved something else of ours there. So the entry
 * is created and opened in a staging directory that only we can enter, and then moved to its name.
 */
final class Staging {
  private Staging() {}

  /** What creates the entry. */
  interface Step<H extends Handle> {
    /** Creates it under a free name, in a directory in which only we rename. */
    H create(Directory staging, Name name) throws SystemCallException, UnsafePathException;
  }

  /** Whether another user than root and us may rename entries of a directory. */
  static boolean isNeeded(Stat directory) {
    boolean foreign = directory.uid() != 0 && directory.uid() != Credentials.geteuid();
    boolean shared = (directory.mode() & 022) != 0 && !directory.isSticky();
    return foreign || shared;
  }

  /**
   * Creates an entry in a staging directory and moves it to its name.
   *
   * @throws SystemCallException with EEXIST if the name is taken
   */
  static <H extends Handle> H create(Directory parent, Name name, Step<H> step)
      throws SystemCallException, UnsafePathException {
    Name temporary = Directory.temporaryName(name);
    int made = At.mkdirat(parent.fd(), temporary.array(), 0700);
    check(made, SystemCall.CREATE_DIRECTORY, name);
    try (Directory staging = open(parent, temporary, name);
        ScopedHandle<H> created = new ScopedHandle<>(step.create(staging, name))) {
      try {
        moveOut(staging, parent, name);
      } catch (SystemCallException e) {
        remove(staging, name, created.get().stat().isDirectory());
        throw e;
      }
      return created.release();
    } finally {
      remove(parent, temporary, true);
    }
  }

  private static Directory open(Directory parent, Name temporary, Name name)
      throws SystemCallException, UnsafePathException {
    try (ScopedHandle<Directory> staging = new ScopedHandle<>(openMade(parent, temporary, name))) {
      Stat stat = staging.get().stat();
      boolean ours = stat.uid() == Credentials.geteuid() && (stat.mode() & 077) == 0;
      if (!ours || staging.get().entries().next() != null) {
        throw EntryCreator.exchanged(name);
      }
      return staging.release();
    }
  }

  private static Directory openMade(Directory parent, Name temporary, Name name)
      throws SystemCallException, UnsafePathException {
    try {
      return parent.openForReading(temporary);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTDIR, Errno.ELOOP)) {
        throw EntryCreator.exchanged(name);
      }
      throw e;
    }
  }

  /**
   * Moves an entry of a staging directory to its name.
   *
   * <p>Without RENAME_NOREPLACE and hard links, as for directories, looks first whether the name is
   * free: another process that creates an entry in that moment may lose it.
   */
  static void moveOut(Directory staging, Directory parent, Name name) throws SystemCallException {
    int moved = Directory.moveToFree(staging, name, parent, name);
    if (moved < 0
        && (Feature.RENAME_NOREPLACE.isMissing(moved) || Feature.HARD_LINKS.isMissing(moved))
        && parent.statIfExists(name) == null) {
      moved = At.renameat(staging.fd(), name.array(), parent.fd(), name.array());
    }
    check(moved, SystemCall.CREATE, name);
  }

  /** Another user may have moved or removed it: then there is nothing to remove. */
  private static void remove(Directory from, Name name, boolean directory) {
    At.unlinkat(from.fd(), name.array(), directory ? Constants.AT_REMOVEDIR : 0);
  }
}
