// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import java.util.HexFormat;

/** The kernel's own list of locks, /proc/locks, proc_locks(5). */
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
   * @return its number in the pid namespace of /proc; 0 where it is not shown there: it is in a
   *     namespace that is not below, or no process holds the lock
   */
  public static long holder(OpenFile file) {
    try {
      String inode = identity(file);
      for (String line : list("/proc/locks")) {
        String[] fields = line.strip().split(" +", -1);
        if (fields.length > INODE // who waits for a lock has an arrow before the type
            && fields[TYPE].equals("FLOCK")
            && fields[ACCESS].equals("WRITE")
            && fields[INODE].equals(inode)) {
          return Long.parseLong(fields[PID]);
        }
      }
    } catch (SystemCallException | NumberFormatException e) {
      return 0; // a sandbox without the list
    }
    return 0;
  }

  /**
   * How the list names an inode. Device and number can differ from those of stat(2): btrfs and
   * overlay file systems make up others there.
   */
  private static String identity(OpenFile file) throws SystemCallException {
    int mount = -1;
    String number = Long.toUnsignedString(file.stat().inode());
    String path = file.pathInProcess().latin1().replace("/fd/", "/fdinfo/");
    for (String line : list(path)) {
      if (line.startsWith("mnt_id:")) {
        mount = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
      } else if (line.startsWith("ino:")) {
        number = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return device(file, mount) + ":" + number;
  }

  private static String device(OpenFile file, int mount) throws SystemCallException {
    MountInfo.Mount found = MountInfo.ofProcess().withId(mount);
    if (found != null) {
      return hexadecimal(found.major(), found.minor());
    }
    long device = file.stat().device();
    return hexadecimal((int) (device >>> 32), (int) device);
  }

  /** As the list has it: at least two digits each. */
  private static String hexadecimal(int major, int minor) {
    return HEX.toHexDigits(major, digits(major)) + ":" + HEX.toHexDigits(minor, digits(minor));
  }

  private static int digits(int number) {
    return Math.max(2, Integer.toHexString(number).length());
  }

  private static String[] list(String path) throws SystemCallException {
    return KernelFiles.read(path).latin1().split("\n", -1);
  }
}
