// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;

/**
 * Mount namespaces and propagation, mount_namespaces(7). Each call returns what the kernel
 * returned, or minus errno. Thread-safe.
 */
public final class Mounts {
  private static final int ENAMETOOLONG = 36;

  private Mounts() {}

  /** unshare(2): of the calling thread, and of the threads and processes that it starts later. */
  public static int unshare(int flags) {
    return (int) Native.call(Abi.UNSHARE, flags);
  }

  /** mount(2) with flags that ask for no source, type and data: how a mount point propagates. */
  public static int propagate(byte[] target, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, target)) {
      return -ENAMETOOLONG;
    }
    return (int) Native.call(Abi.MOUNT, 0, s.at(Scratch.FIRST_PATH), 0, flags, 0);
  }
}
