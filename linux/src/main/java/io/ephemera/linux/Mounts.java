// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;

/**
 * Mount namespaces and propagation, mount_namespaces(7). Each call returns the kernel's result, or
 * minus errno. Thread-safe.
 */
public final class Mounts {
  private Mounts() {}

  /** unshare(2): for the calling thread, and the threads and processes that it starts later. */
  public static int unshare(int flags) {
    return (int) Native.call(Abi.UNSHARE, flags);
  }

  /** mount(2) with flags that need no source, type and data: sets how a mount point propagates. */
  public static int propagate(byte[] target, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, target)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.MOUNT, 0, s.at(Scratch.FIRST_PATH), 0, flags, 0);
  }
}
