// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.errno.Feature;

/**
 * Opens one component of a path with O_PATH, following no link. The only part of path resolution
 * that exists twice.
 */
enum ComponentOpener {
  /** openat2(2): the kernel itself refuses every kind of link and every way out. */
  OPENAT2 {
    @Override
    int open(Fd dir, byte[] name) {
      int resolve =
          Constants.RESOLVE_NO_SYMLINKS
              | Constants.RESOLVE_NO_MAGICLINKS
              | Constants.RESOLVE_BENEATH;
      return At.openat2(dir, name, FLAGS, 0, resolve);
    }
  },
  /**
   * openat(2), where a sandbox forbids openat2(2). A {@link Name} has no slash, so O_NOFOLLOW
   * applies to all of it.
   */
  OPENAT {
    @Override
    int open(Fd dir, byte[] name) {
      return At.openat(dir, name, FLAGS, 0);
    }
  };

  private static final int FLAGS = Constants.O_PATH | Constants.O_NOFOLLOW;

  /** The entry's descriptor, or minus errno. */
  abstract int open(Fd dir, byte[] name);

  /** The best one that works here. */
  static ComponentOpener best() {
    return Probe.BEST;
  }

  private static final class Probe {
    static final ComponentOpener BEST = probe();

    private static ComponentOpener probe() {
      int opened = OPENAT2.open(Fd.CWD, new byte[] {'.'});
      if (opened >= 0) {
        new Fd(opened).close();
        return OPENAT2;
      }
      return Feature.OPENAT2.isMissing(opened) ? OPENAT : OPENAT2;
    }
  }
}
