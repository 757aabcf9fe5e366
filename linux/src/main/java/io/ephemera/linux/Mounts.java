// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;

/**
 * Namespaces, propagation and mounts, mount_namespaces(7): by descriptors since Linux 5.2, by paths
 * before. Each call returns the kernel's result, or minus errno. Thread-safe.
 */
public final class Mounts {
  private static final byte[] ITSELF = new byte[0];

  /** FSOPEN_CLOEXEC and FSMOUNT_CLOEXEC of {@code linux/mount.h}. */
  private static final int CLOEXEC = 1;

  /** The size of struct mount_attr: attributes to set, to clear, propagation, user namespace. */
  private static final int MOUNT_ATTR_SIZE = 32;

  private static final int THIRD_STRING = Scratch.DATA;

  /** After the name of a type, which is short. */
  private static final int FOURTH_STRING = Scratch.DATA + 1024;

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

  /**
   * mount(2). Symbolic links in the paths are followed.
   *
   * @param data the options of the file system, separated by commas
   */
  public static int mount(byte[] source, byte[] target, byte[] type, int flags, byte[] data) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, source)
        || !s.path(Scratch.SECOND_PATH, target)
        || !s.path(THIRD_STRING, type)
        || !s.path(FOURTH_STRING, data)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int)
        Native.call(
            Abi.MOUNT,
            s.at(Scratch.FIRST_PATH),
            s.at(Scratch.SECOND_PATH),
            s.at(THIRD_STRING),
            flags,
            s.at(FOURTH_STRING));
  }

  /** umount2(2). */
  public static int umount(byte[] target, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, target)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.UMOUNT2, s.at(Scratch.FIRST_PATH), flags, 0);
  }

  /** fsopen(2): a descriptor by which a file system is described; not inherited. */
  public static int fsopen(byte[] type) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, type)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.FSOPEN, s.at(Scratch.FIRST_PATH), CLOEXEC, 0);
  }

  /** fsconfig(2) with FSCONFIG_SET_STRING: an option of the file system. */
  public static int fsconfig(Fd context, byte[] key, byte[] value) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, key) || !s.path(Scratch.SECOND_PATH, value)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int)
        Native.call(
            Abi.FSCONFIG,
            context.number(),
            Constants.FSCONFIG_SET_STRING,
            s.at(Scratch.FIRST_PATH),
            s.at(Scratch.SECOND_PATH),
            0);
  }

  /** fsconfig(2) with FSCONFIG_CMD_CREATE: makes the file system that was described. */
  public static int fsconfigCreate(Fd context) {
    return (int)
        Native.call(Abi.FSCONFIG, context.number(), Constants.FSCONFIG_CMD_CREATE, 0, 0, 0);
  }

  /**
   * fsmount(2): a mount that is attached nowhere; not inherited.
   *
   * @param attributes MOUNT_ATTR_ bits
   */
  public static int fsmount(Fd context, int attributes) {
    return (int) Native.call(Abi.FSMOUNT, context.number(), CLOEXEC, attributes);
  }

  /**
   * open_tree(2) with OPEN_TREE_CLONE: a mount of what a descriptor holds, attached nowhere; not
   * inherited.
   *
   * @param below whether with all mounts below it
   */
  public static int cloneTree(Fd top, boolean below) {
    Scratch s = Scratch.mine();
    int flags =
        Constants.OPEN_TREE_CLONE
            | (below ? Constants.AT_RECURSIVE : 0)
            | Constants.AT_EMPTY_PATH
            | Constants.O_CLOEXEC;
    return s.path(Scratch.FIRST_PATH, ITSELF)
        ? (int) Native.call(Abi.OPEN_TREE, top.number(), s.at(Scratch.FIRST_PATH), flags)
        : Errno.ENAMETOOLONG.asResult();
  }

  /** move_mount(2): attaches a mount to what a descriptor holds. */
  public static int moveMount(Fd mount, Fd place) {
    Scratch s = Scratch.mine();
    int flags = Constants.MOVE_MOUNT_F_EMPTY_PATH | Constants.MOVE_MOUNT_T_EMPTY_PATH;
    if (!s.path(Scratch.FIRST_PATH, ITSELF)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    long itself = s.at(Scratch.FIRST_PATH);
    return (int) Native.call(Abi.MOVE_MOUNT, mount.number(), itself, place.number(), itself, flags);
  }

  /**
   * mount_setattr(2) for a mount.
   *
   * @param set MOUNT_ATTR_ bits
   * @param below whether for all mounts below it, too
   */
  public static int setAttributes(Fd mount, int set, boolean below) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, ITSELF)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    s.memory.putLong(Scratch.STRUCT, set).putLong(Scratch.STRUCT + 8, 0);
    s.memory.putLong(Scratch.STRUCT + 16, 0).putLong(Scratch.STRUCT + 24, 0);
    return (int)
        Native.call(
            Abi.MOUNT_SETATTR,
            mount.number(),
            s.at(Scratch.FIRST_PATH),
            Constants.AT_EMPTY_PATH | (below ? Constants.AT_RECURSIVE : 0),
            s.at(Scratch.STRUCT),
            MOUNT_ATTR_SIZE);
  }
}
