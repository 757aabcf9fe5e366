// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file lock as the kernel lists it, in {@code /proc/locks} of proc_locks(5) and in the lines
 * {@code lock:} of proc_pid_fdinfo(5). Immutable.
 *
 * @param kind by which call it was taken
 * @param writes whether it is exclusive; a read lock is shared
 * @param taker the process that took it, which may have ended while a child holds the descriptor;
 *     -1 for a lock of an open file description, 0 if its pid namespace is not below that of /proc
 * @param device the file system's device, as {@link io.ephemera.fs.Stat#device} encodes it; btrfs
 *     and overlay file systems make up another one for stat(2)
 * @param inode the inode number
 * @param range the first and the last byte, as in the file: {@code 0 EOF}
 */
public record KernelLock(
    Kind kind, boolean writes, long taker, long device, long inode, String range) {
  private static final int TYPE = 1;
  private static final int ACCESS = 3;
  private static final int PID = 4;
  private static final int INODE = 5;
  private static final int START = 6;
  private static final int END = 7;
  private static final int HEX = 16;

  /** The kinds of locks, with the names that the kernel lists. */
  public enum Kind {
    /** A BSD lock, flock(2). */
    FLOCK("FLOCK"),
    /** A record lock of a process, F_SETLK of fcntl(2). */
    POSIX("POSIX"),
    /** A record lock of an open file description, F_OFD_SETLK of fcntl(2). */
    OFD("OFDLCK"),
    /** A lease, F_SETLEASE of fcntl(2). */
    LEASE("LEASE"),
    /** A delegation of a file server. */
    DELEGATION("DELEG");

    private final String listed;

    Kind(String listed) {
      this.listed = listed;
    }

    private static @Nullable Kind of(String listed) {
      for (Kind kind : values()) {
        if (kind.listed.equals(listed)) {
          return kind;
        }
      }
      return null;
    }
  }

  /**
   * Parses a line: {@code 1: FLOCK ADVISORY WRITE 4711 00:1f:8321 0 EOF}.
   *
   * @return null for any other form, and for a process that waits, where an arrow comes before the
   *     type
   */
  public static @Nullable KernelLock parse(String line) {
    String[] fields = line.strip().split("[ \t]+", -1);
    if (fields.length <= END) {
      return null;
    }
    Kind kind = Kind.of(fields[TYPE]);
    String[] inode = fields[INODE].split(":", -1);
    if (kind == null || inode.length != 3) {
      return null;
    }
    try {
      long device = (Long.parseLong(inode[0], HEX) << Integer.SIZE) | Long.parseLong(inode[1], HEX);
      return new KernelLock(
          kind,
          fields[ACCESS].equals("WRITE"),
          Long.parseLong(fields[PID]),
          device,
          Long.parseUnsignedLong(inode[2]),
          fields[START] + " " + fields[END]);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The locks of the whole list; lines of another form, and processes that wait, are skipped. */
  static List<KernelLock> parseAll(String locks) {
    List<KernelLock> found = new ArrayList<>();
    for (String line : locks.split("\n", -1)) {
      KernelLock lock = parse(line);
      if (lock != null) {
        found.add(lock);
      }
    }
    return found;
  }

  /** The same lock without its taker, to compare with one that another process shows. */
  public KernelLock withoutTaker() {
    return new KernelLock(kind, writes, 0, device, inode, range);
  }
}
