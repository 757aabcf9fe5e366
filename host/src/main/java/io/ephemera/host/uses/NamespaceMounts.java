// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.host.processes.Numbers;
import io.ephemera.process.KernelFileSystems;
import io.ephemera.process.MountInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mounts of one mount namespace, and at which of them a look may wait: a server that does not
 * answer, in this host or another, must not stop a scan. Immutable.
 */
final class NamespaceMounts {
  /** No mounts are known. */
  static final NamespaceMounts UNKNOWN = new NamespaceMounts(new MountInfo(List.of()), false);

  private final MountInfo mounts;
  private final Map<Integer, MountInfo.Mount> byNumber = new HashMap<>();
  private final List<Waiting> slowToReach = new ArrayList<>();
  private final List<Waiting> slowToStat = new ArrayList<>();

  /** A mount at which looking may wait. */
  private static final class Waiting {
    private final byte[] point;
    private final long device;

    Waiting(MountInfo.Mount mount) {
      point = mount.path().bytes().toArray();
      device = mount.device();
    }

    boolean isAtOrAbove(byte[] path, int length) {
      boolean root = point.length == 1;
      return Numbers.startsWith(path, length, point)
          && (root || length == point.length || path[point.length] == '/' || isMark(path));
    }

    /** The mount point itself, marked as deleted. */
    private boolean isMark(byte[] path) {
      return path[point.length] == ' ';
    }
  }

  /**
   * Takes the mounts apart.
   *
   * @param fuseNeedsNoAnswer whether the kernel asks no server of fuse(4) for what it knows of an
   *     open file, see {@link Specials}
   */
  NamespaceMounts(MountInfo mounts, boolean fuseNeedsNoAnswer) {
    this.mounts = mounts;
    for (MountInfo.Mount mount : mounts.mounts()) {
      byNumber.put(mount.id(), mount);
      if (!KernelFileSystems.contain(mount.fileSystem())) {
        slowToReach.add(new Waiting(mount));
        if (!answersForOpenFiles(mount.fileSystem(), fuseNeedsNoAnswer)) {
          slowToStat.add(new Waiting(mount));
        }
      }
    }
  }

  /** Whether only the way to a file may wait, but not a look at one that is open. */
  private static boolean answersForOpenFiles(String type, boolean fuseNeedsNoAnswer) {
    boolean fuse =
        type.equals("fuse")
            || type.startsWith("fuse.")
            || type.equals("fuseblk")
            || type.equals("virtiofs");
    return type.equals("autofs") || (fuse && fuseNeedsNoAnswer);
  }

  List<MountInfo.Mount> mounts() {
    return mounts.mounts();
  }

  /** Whether statx(2) of any file that is open here may wait. */
  boolean mayWait() {
    return !slowToStat.isEmpty();
  }

  /**
   * Whether statx(2) of a file that is open here may wait.
   *
   * @param path absolute, the first {@code length} bytes
   */
  boolean mayWaitAt(byte[] path, int length) {
    return isBelowAny(slowToStat, path, length);
  }

  /** Whether going to a path from the root directory may wait. */
  boolean mayWaitOnTheWay(byte[] path) {
    return isBelowAny(slowToReach, path, path.length);
  }

  private static boolean isBelowAny(List<Waiting> mounts, byte[] path, int length) {
    for (Waiting mount : mounts) {
      if (mount.isAtOrAbove(path, length)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #mayWaitAt}; false also if no file of the file systems there is wanted. */
  boolean mayWaitForWanted(byte[] path, int length, Wanted wanted) {
    for (Waiting mount : slowToStat) {
      if (mount.isAtOrAbove(path, length) && wanted.mayContainDevice(mount.device)) {
        return true;
      }
    }
    return false;
  }

  /** The mount with a number of proc_pid_mountinfo(5), or null. */
  MountInfo.@Nullable Mount withNumber(int number) {
    return byNumber.get(number);
  }
}
