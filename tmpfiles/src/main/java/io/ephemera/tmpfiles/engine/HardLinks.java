// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;

/**
 * Whether a file with several names may be changed.
 *
 * <p>While fs.protected_hardlinks is 0 (proc_sys_fs(5)), anybody can give a file of root's a second
 * name where configuration will find it.
 */
final class HardLinks {
  private final HostFiles host;
  private int unprotected = -1;

  HardLinks(HostFiles host) {
    this.host = host;
  }

  /** Refuses a file that a stranger may have given this name. */
  void check(Stat stat) throws UnsafePathException {
    if (!stat.isDirectory() && stat.links() > 1 && anybodyMayLink()) {
      throw new UnsafePathException(
          "it has " + stat.links() + " names, and fs.protected_hardlinks is off");
    }
  }

  private boolean anybodyMayLink() {
    if (unprotected < 0) {
      unprotected = host.text("/proc/sys/fs/protected_hardlinks").startsWith("1") ? 0 : 1;
    }
    return unprotected == 1;
  }
}
