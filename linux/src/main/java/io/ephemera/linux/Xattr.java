// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;

/**
 * Extended attributes, xattr(7).
 *
 * <p>All calls use the descriptor's path below /proc/self/fd, so they work for descriptors opened
 * with O_PATH too, even of symbolic links. Each returns the kernel's result, or minus errno.
 * Thread-safe.
 */
public final class Xattr {
  /** The size limit of a value and of a list of names (XATTR_SIZE_MAX, XATTR_LIST_MAX). */
  public static final int MAXIMUM = Scratch.DATA_SIZE;

  private Xattr() {}

  /** getxattr(2) into {@code into}. */
  public static int getxattr(Fd fd, byte[] name, byte[] into) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, fd.procPath()) || !s.path(Scratch.SECOND_PATH, name)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return fetch(s, Abi.GETXATTR, s.at(Scratch.SECOND_PATH), into);
  }

  /** listxattr(2): names, each followed by NUL. */
  public static int listxattr(Fd fd, byte[] into) {
    Scratch s = Scratch.mine();
    s.path(Scratch.FIRST_PATH, fd.procPath());
    int size = Math.min(into.length, s.dataSize);
    int read = (int) Native.call(Abi.LISTXATTR, s.at(Scratch.FIRST_PATH), s.at(Scratch.DATA), size);
    return copied(s, read, into);
  }

  private static int fetch(Scratch s, int call, long name, byte[] into) {
    int size = Math.min(into.length, s.dataSize);
    return copied(
        s, (int) Native.call(call, s.at(Scratch.FIRST_PATH), name, s.at(Scratch.DATA), size), into);
  }

  private static int copied(Scratch s, int read, byte[] into) {
    if (read > 0) {
      s.memory.get(Scratch.DATA, into, 0, read);
    }
    return read;
  }

  /** setxattr(2). */
  public static int setxattr(Fd fd, byte[] name, byte[] value, int flags) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, fd.procPath()) || !s.path(Scratch.SECOND_PATH, name)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    if (value.length > s.dataSize) {
      return Errno.E2BIG.asResult();
    }
    s.memory.put(Scratch.DATA, value, 0, value.length);
    long path = s.at(Scratch.FIRST_PATH);
    long text = s.at(Scratch.SECOND_PATH);
    return (int) Native.call(Abi.SETXATTR, path, text, s.at(Scratch.DATA), value.length, flags);
  }

  /** removexattr(2). */
  public static int removexattr(Fd fd, byte[] name) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, fd.procPath()) || !s.path(Scratch.SECOND_PATH, name)) {
      return Errno.ENAMETOOLONG.asResult();
    }
    return (int)
        Native.call(Abi.REMOVEXATTR, s.at(Scratch.FIRST_PATH), s.at(Scratch.SECOND_PATH), 0);
  }
}
