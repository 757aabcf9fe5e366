// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of the mount namespace of this process, proc_pid_mountinfo(5). Immutable.
 *
 * @param mounts in the kernel's order: of several at one mount point, the last is the topmost
 */
public record MountInfo(List<Mount> mounts) {
  private static final String OF_PROCESS = "/proc/self/mountinfo";
  private static final String OF_THREAD = "/proc/thread-self/mountinfo";
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
   * @param parent the number of the mount on which it is mounted; the topmost has one that is not
   *     in the list, or its own
   * @param major of the file system's device
   * @param minor of the file system's device
   * @param root the directory of the file system that is mounted, {@code /} for all of it; escaped
   *     as in the file
   * @param point the mount point as the process sees it; escaped as in the file: {@code \040} for a
   *     blank
   * @param fileSystem the type of the file system: {@code tmpfs}
   * @param flags those of this mount, separated by commas: {@code rw,nosuid,nodev}
   * @param options those of the file system, likewise: {@code rw,hidepid=invisible}
   */
  public record Mount(
      int id,
      int parent,
      int major,
      int minor,
      String root,
      String point,
      String fileSystem,
      String flags,
      String options) {
    /** Whether the mount has a flag: {@code nosuid}. */
    public boolean hasFlag(String flag) {
      return List.of(flags.split(",", -1)).contains(flag);
    }

    /** The mount point, not escaped. */
    public BytePath path() {
      return unescape(point);
    }

    /** The directory of the file system that is mounted, not escaped. */
    public BytePath rootPath() {
      return unescape(root);
    }

    private static BytePath unescape(String escaped) {
      StringBuilder path = new StringBuilder(escaped.length());
      int i = 0;
      while (i < escaped.length()) {
        char c = escaped.charAt(i++);
        if (c == '\\' && i + OCTAL_DIGITS <= escaped.length()) {
          c = (char) Integer.parseInt(escaped.substring(i, i + OCTAL_DIGITS), OCTAL);
          i += OCTAL_DIGITS;
        }
        path.append(c);
      }
      return BytePath.of(Bytes.latin1(path.toString()));
    }

    /** The device of the file system, as {@link io.ephemera.fs.Stat#device} encodes it. */
    public long device() {
      return ((long) major << Integer.SIZE) | (minor & 0xffffffffL);
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
    return DescriptorInfo.parse(info).mount();
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
          Integer.parseInt(fields[1]),
          Integer.parseInt(fields[2].substring(0, colon)),
          Integer.parseInt(fields[2].substring(colon + 1)),
          fields[3],
          fields[4],
          fields[separator + 1],
          fields[5],
          separator + 3 < fields.length ? fields[separator + 3] : "");
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

  /**
   * The mount through which a path leads, by the mounts alone: links are not followed. Mounts that
   * others cover do not count.
   *
   * @param path absolute
   * @return null if the mount of the root directory is not listed, as for a process that changed
   *     its root directory
   */
  public @Nullable Mount through(BytePath path) {
    Mount reached = topmost();
    Mount next = reached;
    while (next != null) {
      reached = next;
      next = firstOn(reached, path);
    }
    return reached;
  }

  private @Nullable Mount topmost() {
    for (Mount mount : mounts) {
      boolean mountedOnNone = mount.parent() == mount.id() || withId(mount.parent()) == null;
      if (mountedOnNone && mount.point().equals("/")) {
        return mount;
      }
    }
    return null;
  }

  /** Of the mounts on another, the one that a walk to a path reaches first. */
  private @Nullable Mount firstOn(Mount below, BytePath path) {
    Mount first = null;
    for (Mount mount : mounts) {
      boolean isOn = mount.parent() == below.id() && mount.id() != below.id();
      if (isOn
          && path.startsWith(mount.path())
          && (first == null || mount.point().length() <= first.point().length())) {
        first = mount;
      }
    }
    return first;
  }

  /** The mount points at which a look may wait for a server that never answers. */
  public Set<BytePath> pointsThatMayWait() {
    Set<BytePath> points = new HashSet<>();
    for (Mount mount : mounts) {
      if (!KernelFileSystems.contain(mount.fileSystem())) {
        boolean ignored = points.add(mount.path());
      }
    }
    return points;
  }

  /** Whether a look at a path may wait for such a server, as far as no link leads elsewhere. */
  public boolean mayWait(BytePath path) {
    Mount mount = through(path);
    return mount != null && !KernelFileSystems.contain(mount.fileSystem());
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
      if (mount.device() == device) {
        return true;
      }
    }
    return false;
  }
}
