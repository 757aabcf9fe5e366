// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernel's list of locks, {@code /proc/locks} of proc_locks(5). */
public final class KernelLocks {
  private static final String LIST = "/proc/locks";

  private KernelLocks() {}

  /**
   * All locks that are held. In a pid namespace other than the first, the kernel leaves out those
   * that were taken outside.
   *
   * @throws SystemCallException if the list cannot be read
   */
  public static List<KernelLock> list() throws SystemCallException {
    return KernelLock.parseAll(KernelFiles.read(LIST).latin1());
  }

  /**
   * The process that holds the exclusive BSD lock on a file.
   *
   * @return its number in the pid namespace of /proc; 0 if no process holds the lock, or /proc does
   *     not show it: its pid namespace is not below that of /proc, or a sandbox hides the list
   */
  public static long holder(OpenFile file) {
    try {
      String path = file.pathInProcess().latin1().replace("/fd/", "/fdinfo/");
      DescriptorInfo info = DescriptorInfo.parse(KernelFiles.read(path).latin1());
      long inode = info.inode() == 0 ? file.stat().inode() : info.inode();
      return holder(list(), device(file, info), inode);
    } catch (SystemCallException e) {
      return 0;
    }
  }

  /**
   * How the list names the device of a file. It can differ from that of stat(2), which btrfs and
   * overlay file systems make up.
   */
  private static long device(OpenFile file, DescriptorInfo info) throws SystemCallException {
    MountInfo.@Nullable Mount mount = MountInfo.ofProcess().withId(info.mount());
    return mount == null ? file.stat().device() : mount.device();
  }

  /** The process that holds the exclusive BSD lock on an inode; 0 if there is none. */
  static long holder(List<KernelLock> locks, long device, long inode) {
    for (KernelLock lock : locks) {
      if (lock.kind() == KernelLock.Kind.FLOCK
          && lock.writes()
          && lock.device() == device
          && lock.inode() == inode) {
        return lock.taker();
      }
    }
    return 0;
  }
}
