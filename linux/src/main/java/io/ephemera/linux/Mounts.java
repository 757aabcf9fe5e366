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

  /**
   * ioctl(2) NS_GET_MNTNS_ID: the id of a mount namespace, which is never used again.
   *
   * @param namespace an open file {@code /proc/PID/ns/mnt}
   * @return a positive number, or minus errno; ENOTTY before Linux 6.11
   */
  public static long namespaceId(Fd namespace) {
    Scratch s = Scratch.mine();
    s.memory.putLong(Scratch.STRUCT, 0);
    long result =
        Native.call(Abi.IOCTL, namespace.number(), Constants.NS_GET_MNTNS_ID, s.at(Scratch.STRUCT));
    return result < 0 ? result : s.memory.getLong(Scratch.STRUCT);
  }

  /**
   * listmount(2) of one mount of a mount namespace: at least 0 if the namespace exists. ENOENT if
   * it does not, or if this process has no CAP_SYS_ADMIN in it.
   *
   * @param namespace its id, see {@link #namespaceId}
   */
  public static int listOneMount(long namespace) {
    Scratch s = Scratch.mine();
    int request = Scratch.STRUCT; // struct mnt_id_req: size, spare, mnt_id, param, mnt_ns_id
    s.memory.putInt(request, Constants.MNT_ID_REQ_SIZE_VER1).putInt(request + 4, 0);
    s.memory.putLong(request + 8, Constants.LSMT_ROOT).putLong(request + 16, 0);
    s.memory.putLong(request + 24, namespace);
    return (int) Native.call(Abi.LISTMOUNT, s.at(request), s.at(Scratch.DATA), 1, 0);
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
