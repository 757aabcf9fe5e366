// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.errno.Errno;

/**
 * Creating in a directory in which somebody else may rename what we have just created.
 *
 * <p>For directories and nodes the kernel gives no descriptor when it creates them, so they have to
 * be opened by their name, and something else of ours may stand there by then, moved by the owner
 * of the directory. So they are made in a directory that only we can enter, held there, and then
 * moved to where they belong.
 */
final class Staging {
  private Staging() {}

  /** What is made. */
  interface Making<H extends Handle> {
    /** Makes it under a name that is free, in a directory in which only we rename. */
    H make(Directory where, Name name) throws SystemCallException, UnsafePathException;
  }

  /** Whether others than root and we may rename what stands in a directory. */
  static boolean isNeeded(Stat directory) {
    boolean strangers = directory.uid() != 0 && directory.uid() != Credentials.geteuid();
    boolean shared = (directory.mode() & 022) != 0 && !directory.isSticky();
    return strangers || shared;
  }

  /**
   * Makes something apart and moves it to where it belongs.
   *
   * @throws SystemCallException with EEXIST where something has this name
   */
  static <H extends Handle> H make(Directory parent, Name name, Making<H> making)
      throws SystemCallException, UnsafePathException {
    Name temporary = Directory.temporaryName(name);
    int made = At.mkdirat(parent.fd(), temporary.array(), 0700);
    check(made, SystemCall.CREATE_DIRECTORY, name.toString());
    try (Directory apart = open(parent, temporary, name)) {
      H created = making.make(apart, name);
      try {
        moveOut(apart, parent, name);
      } catch (SystemCallException e) {
        remove(apart, name, created.stat().isDirectory());
        created.close();
        throw e;
      }
      return created;
    } finally {
      remove(parent, temporary, true);
    }
  }

  private static Directory open(Directory parent, Name temporary, Name name)
      throws SystemCallException, UnsafePathException {
    Directory apart = opened(parent, temporary, name);
    Stat stat = apart.stat();
    boolean ours = stat.uid() == Credentials.geteuid() && (stat.mode() & 077) == 0;
    if (!ours || apart.entries().next() != null) {
      apart.close();
      throw Directory.exchanged(name);
    }
    return apart;
  }

  private static Directory opened(Directory parent, Name temporary, Name name)
      throws SystemCallException, UnsafePathException {
    try {
      return parent.openForReading(temporary);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOTDIR, Errno.ELOOP)) {
        throw Directory.exchanged(name);
      }
      throw e;
    }
  }

  /** Falls back on EINVAL only: not every file system can refuse to replace. */
  private static void moveOut(Directory apart, Directory parent, Name name)
      throws SystemCallException {
    byte[] bytes = name.array();
    int moved = At.renameat2(apart.fd(), bytes, parent.fd(), bytes, Constants.RENAME_NOREPLACE);
    if (Errno.EINVAL.isReasonOf(moved) && parent.statIfExists(name) == null) {
      moved = At.renameat2(apart.fd(), bytes, parent.fd(), bytes, 0);
    }
    check(moved, SystemCall.CREATE, name.toString());
  }

  /** Somebody else may have moved or removed it: then there is nothing to tidy up. */
  private static void remove(Directory from, Name name, boolean directory) {
    At.unlinkat(from.fd(), name.array(), directory ? Constants.AT_REMOVEDIR : 0);
  }
}
