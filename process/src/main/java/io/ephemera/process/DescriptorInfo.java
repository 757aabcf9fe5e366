// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel shows of an open descriptor, proc_pid_fdinfo(5), without asking a file system.
 * Immutable.
 *
 * @param flags O_ bits of open(2)
 * @param mount the number of its mount, as in proc_pid_mountinfo(5); -1 if not known
 * @param inode the number of its inode; 0 before Linux 5.14
 * @param locks those that are held by it
 * @param watches what inotify(7) or fanotify(7) watch through it
 */
public record DescriptorInfo(
    int flags, int mount, long inode, List<KernelLock> locks, List<Watch> watches) {
  private static final int OCTAL = 8;
  private static final int HEX = 16;
  private static final int MINOR_BITS = 20;

  /** Takes copies. */
  public DescriptorInfo {
    locks = List.copyOf(locks);
    watches = List.copyOf(watches);
  }

  /**
   * What is watched: an inode, or a whole file system.
   *
   * @param device the file system's device, as {@link io.ephemera.fs.Stat#device} encodes it; btrfs
   *     and overlay file systems make up another one for stat(2)
   * @param inode its number; 0 for the whole file system
   * @param fanotify whether by fanotify(7)
   */
  public record Watch(long device, long inode, boolean fanotify) {
    /** {@code inotify wd:1 ino:9e7e sdev:800013 mask:800afce ...}; null without a device. */
    private static @Nullable Watch parse(String line) {
      String device = "";
      String inode = "0";
      for (String word : line.split(" ", -1)) {
        if (word.startsWith("ino:")) {
          inode = word.substring("ino:".length());
        } else if (word.startsWith("sdev:")) {
          device = word.substring("sdev:".length());
        }
      }
      try {
        return new Watch(
            device(Long.parseLong(device, HEX)),
            Long.parseUnsignedLong(inode, HEX),
            line.startsWith("fanotify"));
      } catch (NumberFormatException e) {
        return null; // a mark of a mount, or the line of the group's flags
      }
    }

    /** From the encoding of {@code MKDEV} of the kernel. */
    private static long device(long kernel) {
      return (kernel >>> MINOR_BITS << Integer.SIZE) | (kernel & ((1 << MINOR_BITS) - 1));
    }
  }

  /** Parses the file; what is missing or has another form is not known. */
  public static DescriptorInfo parse(String text) {
    int flags = 0;
    int mount = -1;
    long inode = 0;
    List<KernelLock> locks = new ArrayList<>();
    List<Watch> watches = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      String key = colon < 0 ? "" : line.substring(0, colon);
      String value = line.substring(colon + 1).strip();
      switch (key) {
        case "flags" -> flags = (int) number(value, OCTAL, 0);
        case "mnt_id" -> mount = (int) number(value, 10, -1);
        case "ino" -> inode = number(value, 10, 0);
        case "lock" -> addIfKnown(locks, KernelLock.parse(value));
        case "inotify wd", "fanotify ino", "fanotify sdev" ->
            addIfKnown(watches, Watch.parse(line));
        default -> {}
      }
    }
    return new DescriptorInfo(flags, mount, inode, locks, watches);
  }

  private static <T> void addIfKnown(List<T> list, @Nullable T element) {
    if (element != null) {
      list.add(element);
    }
  }

  private static long number(String text, int radix, long unknown) {
    try {
      return Long.parseUnsignedLong(text, radix);
    } catch (NumberFormatException e) {
      return unknown;
    }
  }
}
