// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;

/** The kernel's own list of locks, /proc/locks, proc_locks(5). */
final class KernelLocks {
  private static final int LONGEST_LIST = 16 * 1024 * 1024;
  private static final int TYPE = 1;
  private static final int ACCESS = 3;
  private static final int PID = 4;
  private static final int INODE = 5;

  private KernelLocks() {}

  /**
   * The process that holds the exclusive BSD lock on a file.
   *
   * @return its number in the pid namespace of /proc; 0 where it is not shown there: it is in a
   *     namespace that is not below, or nobody holds the lock
   */
  static long holder(OpenFile file) {
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
    String mount = "";
    String number = Long.toUnsignedString(file.stat().inode());
    String path = file.pathInProcess().latin1().replace("/fd/", "/fdinfo/");
    for (String line : list(path)) {
      if (line.startsWith("mnt_id:")) {
        mount = line.substring(line.indexOf(':') + 1).strip();
      } else if (line.startsWith("ino:")) {
        number = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return device(file, mount) + ":" + number;
  }

  private static String device(OpenFile file, String mount) throws SystemCallException {
    for (String line : list("/proc/self/mountinfo")) {
      if (line.startsWith(mount + " ")) {
        String[] numbers = line.split(" ", -1)[2].split(":", -1);
        return hexadecimal(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
      }
    }
    long device = file.stat().device();
    return hexadecimal((int) (device >>> 32), (int) device);
  }

  private static String hexadecimal(int major, int minor) {
    return twoDigits(major) + ":" + twoDigits(minor);
  }

  private static String twoDigits(int number) {
    String text = Integer.toHexString(number);
    return text.length() < 2 ? "0" + text : text;
  }

  private static String[] list(String path) throws SystemCallException {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of(path))) {
      return file.readAll(LONGEST_LIST).latin1().split("\n", -1);
    }
  }
}
