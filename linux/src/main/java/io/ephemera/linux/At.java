// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;

/**
 * System calls that take a directory descriptor and a path relative to it.
 *
 * <p>Each returns the kernel's result, or minus errno. Names are raw bytes without the terminating
 * NUL. Thread-safe.
 */
public final class At {
  private At() {}

  /** openat(2). */
  public static int openat(Fd dir, byte[] path, int flags, int mode) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int)
        Native.call(
            Abi.OPENAT, dir.number(), s.at(Scratch.FIRST_PATH), flags | Constants.O_CLOEXEC, mode);
  }

  /** openat2(2), always with O_CLOEXEC. */
  public static int openat2(Fd dir, byte[] path, int flags, int mode, int resolve) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    s.openHow(flags | Constants.O_CLOEXEC, mode, resolve);
    return (int)
        Native.call(
            Abi.OPENAT2, dir.number(), s.at(Scratch.FIRST_PATH), s.at(Scratch.OPEN_HOW), 24);
  }

  /** mkdirat(2). */
  public static int mkdirat(Fd dir, byte[] path, int mode) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.MKDIRAT, dir.number(), s.at(Scratch.FIRST_PATH), mode);
  }

  /** mknodat(2); encodes the device number as {@code new_encode_dev} of the kernel. */
  public static int mknodat(Fd dir, byte[] path, int mode, int major, int minor) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    long device = (minor & 0xff) | ((long) major << 8) | ((long) (minor & ~0xff) << 12);
    return (int)
        Native.call(
            Abi.MKNODAT, dir.number(), s.at(Scratch.FIRST_PATH), mode, device & 0xffffffffL);
  }

  /** symlinkat(2). */
  public static int symlinkat(byte[] target, Fd dir, byte[] path) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, target) || !s.path(Scratch.SECOND_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int)
        Native.call(
            Abi.SYMLINKAT, s.at(Scratch.FIRST_PATH), dir.number(), s.at(Scratch.SECOND_PATH));
  }

  /** linkat(2). */
  public static int linkat(Fd from, byte[] path, Fd to, byte[] newPath, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path) || !s.path(Scratch.SECOND_PATH, newPath)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    long old = s.at(Scratch.FIRST_PATH);
    return (int)
        Native.call(Abi.LINKAT, from.number(), old, to.number(), s.at(Scratch.SECOND_PATH), flags);
  }

  /** renameat(2), which replaces an entry that has the new name. */
  public static int renameat(Fd from, byte[] path, Fd to, byte[] newPath) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path) || !s.path(Scratch.SECOND_PATH, newPath)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    long old = s.at(Scratch.FIRST_PATH);
    return (int)
        Native.call(Abi.RENAMEAT, from.number(), old, to.number(), s.at(Scratch.SECOND_PATH));
  }

  /** renameat2(2), for its flags: some sandboxes refuse it. */
  public static int renameat2(Fd from, byte[] path, Fd to, byte[] newPath, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path) || !s.path(Scratch.SECOND_PATH, newPath)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    long old = s.at(Scratch.FIRST_PATH);
    return (int)
        Native.call(
            Abi.RENAMEAT2, from.number(), old, to.number(), s.at(Scratch.SECOND_PATH), flags);
  }

  /** unlinkat(2). */
  public static int unlinkat(Fd dir, byte[] path, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.UNLINKAT, dir.number(), s.at(Scratch.FIRST_PATH), flags);
  }

  /** readlinkat(2) into {@code into}: the number of bytes, or minus errno. */
  public static int readlinkat(Fd dir, byte[] path, byte[] into) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    int size = Math.min(into.length, s.dataSize);
    int read =
        (int)
            Native.call(
                Abi.READLINKAT, dir.number(), s.at(Scratch.FIRST_PATH), s.at(Scratch.DATA), size);
    if (read > 0) {
      s.memory.get(Scratch.DATA, into, 0, read);
    }
    return read;
  }

  /** statx(2). */
  public static int statx(Fd dir, byte[] path, int flags, int mask, Statx into) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    long name = s.at(Scratch.FIRST_PATH);
    int result =
        (int) Native.call(Abi.STATX, dir.number(), name, flags, mask, s.at(Scratch.STRUCT));
    if (result == 0) {
      into.read(s);
    }
    return result;
  }

  /** fchmodat2(2), since Linux 6.6. */
  public static int fchmodat2(Fd dir, byte[] path, int mode, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.FCHMODAT2, dir.number(), s.at(Scratch.FIRST_PATH), mode, flags);
  }

  /** fchmodat(2), which has no flags and follows a symbolic link. */
  public static int fchmodat(Fd dir, byte[] path, int mode) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.FCHMODAT, dir.number(), s.at(Scratch.FIRST_PATH), mode);
  }

  /** fchownat(2); -1 leaves an ID unchanged. */
  public static int fchownat(Fd dir, byte[] path, int uid, int gid, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int) Native.call(Abi.FCHOWNAT, dir.number(), s.at(Scratch.FIRST_PATH), uid, gid, flags);
  }

  /** utimensat(2) with both times in seconds and nanoseconds. */
  public static int utimensat(
      Fd dir, byte[] path, long aSeconds, long aNanos, long mSeconds, long mNanos, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, path)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    s.memory.putLong(Scratch.STRUCT, aSeconds).putLong(Scratch.STRUCT + 8, aNanos);
    s.memory.putLong(Scratch.STRUCT + 16, mSeconds).putLong(Scratch.STRUCT + 24, mNanos);
    long times = s.at(Scratch.STRUCT);
    return (int) Native.call(Abi.UTIMENSAT, dir.number(), s.at(Scratch.FIRST_PATH), times, flags);
  }
}
