// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of the mount namespace of this process, proc_pid_mountinfo(5). Immutable.
 *
 * @param mounts in the kernel's order: of several at one mount point, the last is the topmost
 */
public record MountInfo(List<Mount> mounts) {
  private static final String OF_PROCESS = "/proc/self/mountinfo";
  private static final String OF_THREAD = "/proc/thread-self/mountinfo";
  private static final String MOUNT_ID = "mnt_id:";
  private static final int OCTAL = 8;
  private static final int OCTAL_DIGITS = 3;
  private static final int FIELDS_BEFORE_OPTIONAL = 6;

  /** Takes a copy. */
  public MountInfo {
    mounts = List.copyOf(mounts);
  }

  /**
   * One mount.
   *
   * @param id its number, as in {@code mnt_id:} of proc_pid_fdinfo(5)
   * @param major of the file system's device
   * @param minor of the file system's device
   * @param root the directory of the file system that is mounted, {@code /} for all of it; escaped
   *     as in the file
   * @param point the mount point as the process sees it; escaped as in the file: {@code \040} for a
   *     blank
   * @param fileSystem the type of the file system: {@code tmpfs}
   */
  public record Mount(int id, int major, int minor, String root, String point, String fileSystem) {
    /** The mount point, not escaped. */
    public BytePath path() {
      StringBuilder path = new StringBuilder(point.length());
      int i = 0;
      while (i < point.length()) {
        char c = point.charAt(i++);
        if (c == '\\' && i + OCTAL_DIGITS <= point.length()) {
          c = (char) Integer.parseInt(point.substring(i, i + OCTAL_DIGITS), OCTAL);
          i += OCTAL_DIGITS;
        }
        path.append(c);
      }
      return BytePath.of(Bytes.latin1(path.toString()));
    }

    /** Whether only a part of the file system is mounted. */
    public boolean isPart() {
      return !root.equals("/");
    }
  }

  /** The mounts of this process; none if they cannot be read. */
  public static MountInfo ofProcess() {
    return of(new KernelFiles());
  }

  /** Those of the mount namespace of the calling thread; none if they cannot be read. */
  public static MountInfo ofCallingThread() {
    return parse(new KernelFiles().text(OF_THREAD));
  }

  /** The number of the mount by which an inode is held, proc_pid_fdinfo(5); -1 if not known. */
  public static int idOf(Handle held) {
    String info = new KernelFiles().text("/proc/self/fdinfo/" + held.descriptor());
    for (String line : info.split("\n", -1)) {
      if (line.startsWith(MOUNT_ID)) {
        return Integer.parseInt(line.substring(MOUNT_ID.length()).strip());
      }
    }
    return -1;
  }

  /** As {@link #ofProcess}, from other files of the kernel. */
  static MountInfo of(KernelFiles files) {
    return parse(files.text(OF_PROCESS));
  }

  /** Parses the mounts; skips lines of another form than the documented one. */
  public static MountInfo parse(String text) {
    List<Mount> mounts = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Mount mount = mount(line);
      if (mount != null) {
        mounts.add(mount);
      }
    }
    return new MountInfo(mounts);
  }

  /** {@code 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue}. */
  private static @Nullable Mount mount(String line) {
    String[] fields = line.split(" ", -1);
    int separator = FIELDS_BEFORE_OPTIONAL;
    while (separator < fields.length && !fields[separator].equals("-")) {
      separator++;
    }
    if (separator + 1 >= fields.length) {
      return null;
    }
    int colon = fields[2].indexOf(':');
    try {
      return new Mount(
          Integer.parseInt(fields[0]),
          Integer.parseInt(fields[2].substring(0, colon)),
          Integer.parseInt(fields[2].substring(colon + 1)),
          fields[3],
          fields[4],
          fields[separator + 1]);
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      return null;
    }
  }

  /** The mount with this number, or null. */
  public @Nullable Mount withId(int id) {
    for (Mount mount : mounts) {
      if (mount.id() == id) {
        return mount;
      }
    }
    return null;
  }

  /** The topmost mount at a mount point, or null if nothing is mounted there. */
  public @Nullable Mount at(String point) {
    Mount last = null;
    for (Mount mount : mounts) {
      last = mount.point().equals(point) ? mount : last;
    }
    return last;
  }

  /**
   * Whether a mounted file system has this device.
   *
   * @param device as for {@link io.ephemera.fs.Stat#device}
   */
  public boolean hasDevice(long device) {
    for (Mount mount : mounts) {
      if (mount.major() == (int) (device >> 32) && mount.minor() == (int) device) {
        return true;
      }
    }
    return false;
  }
}
