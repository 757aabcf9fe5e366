// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import java.util.HexFormat;

/** The kernel's list of locks, {@code /proc/locks} of proc_locks(5). */
public final class KernelLocks {
  private static final HexFormat HEX = HexFormat.of();
  private static final int TYPE = 1;
  private static final int ACCESS = 3;
  private static final int PID = 4;
  private static final int INODE = 5;

  private KernelLocks() {}

  /**
   * The process that holds the exclusive BSD lock on a file.
   *
   * @return its number in the pid namespace of /proc; 0 if no process holds the lock, or /proc does
   *     not show it: its pid namespace is not below that of /proc, or a sandbox hides the list
   */
  public static long holder(OpenFile file) {
    try {
      return holder(KernelFiles.read("/proc/locks").latin1(), identity(file));
    } catch (SystemCallException e) {
      return 0;
    }
  }

  /**
   * The process that holds the exclusive BSD lock on an inode.
   *
   * @param locks {@code 1: FLOCK ADVISORY WRITE 4711 00:1f:8321 0 EOF} and so on; in the line of a
   *     process that waits, an arrow comes before the type
   * @param inode {@code 00:1f:8321}
   * @return 0 if there is none
   */
  static long holder(String locks, String inode) {
    for (String line : locks.split("\n", -1)) {
      String[] fields = line.strip().split(" +", -1);
      if (fields.length > INODE
          && fields[TYPE].equals("FLOCK")
          && fields[ACCESS].equals("WRITE")
          && fields[INODE].equals(inode)) {
        return number(fields[PID]);
      }
    }
    return 0;
  }

  private static long number(String pid) {
    try {
      return Long.parseLong(pid);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * How the list names an inode. Device and number can differ from those of stat(2), which btrfs
   * and overlay file systems make up; the descriptor's fdinfo names the real ones.
   */
  private static String identity(OpenFile file) throws SystemCallException {
    String path = file.pathInProcess().latin1().replace("/fd/", "/fdinfo/");
    String info = KernelFiles.read(path).latin1();
    String number = value(info, "ino:");
    MountInfo.Mount mount = MountInfo.ofProcess().withId((int) number(value(info, "mnt_id:")));
    long device = file.stat().device();
    return identity(
        mount == null ? (int) (device >>> 32) : mount.major(),
        mount == null ? (int) device : mount.minor(),
        number.isEmpty() ? Long.toUnsignedString(file.stat().inode()) : number);
  }

  /**
   * The value of a line {@code key: value} of fdinfo, proc_pid_fdinfo(5); empty if it is missing.
   */
  static String value(String info, String key) {
    for (String line : info.split("\n", -1)) {
      if (line.startsWith(key)) {
        return line.substring(key.length()).strip();
      }
    }
    return "";
  }

  /** The numbers of the device have at least two hexadecimal digits each. */
  static String identity(int major, int minor, String inode) {
    return toHex(major) + ":" + toHex(minor) + ":" + inode;
  }

  private static String toHex(int number) {
    return HEX.toHexDigits(number, Math.max(2, Integer.toHexString(number).length()));
  }
}
