// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a process has a Unix socket bound to a file: by the file's inode, sock_diag(7), and
 * by its path, {@code /proc/net/unix} of proc(5). The inode finds a socket that was renamed, or
 * bound by a relative path or through a link; the path finds one where the kernel has no
 * sock_diag(7). Both lists are those of this process's network namespace.
 *
 * <p>Reads the lists when first asked, and again for a file that is younger than they are.
 * Thread-safe: one question at a time.
 */
public final class LiveSockets {
  private static final int COLUMNS_BEFORE_PATH = 7;

  /** By how much the kernel's times of files may be behind the clock: two ticks, at 100 Hz. */
  private static final long TICKS_MICROS = 20_000;

  /** How often the lists are read, so that a user who keeps making sockets cannot stop a run. */
  private static final int MOST_READINGS = 100;

  private final KernelFiles files;
  private @Nullable Set<BytePath> paths;
  private @Nullable BoundSockets inodes;
  private @Nullable MountInfo mounts;
  private boolean read;
  private long readAt = Long.MIN_VALUE;
  private int readings;

  /** Asks the kernel through its files. */
  public LiveSockets(KernelFiles files) {
    this.files = files;
  }

  /**
   * Whether a process has a socket bound to a file, connected or not.
   *
   * @param path the file's path as the host sees it
   * @param file a snapshot of it
   * @return {@link Liveness#UNKNOWN} where the kernel lists no sockets, and for a file that is
   *     younger than the last of many readings; where it lists them by paths only, the path decides
   * @throws SystemCallException if the kernel refuses an answer that it has
   */
  public synchronized Liveness of(BytePath path, Stat file) throws SystemCallException {
    if (read && judge(path, file) != Liveness.DEAD) {
      return judge(path, file);
    }
    if (read && file.changeTime() < readAt - TICKS_MICROS) {
      return Liveness.DEAD;
    }
    if (readings == MOST_READINGS) {
      return Liveness.UNKNOWN;
    }
    readAgain();
    return judge(path, file);
  }

  /** Read before this file was there: a socket can only be bound to a file that it creates. */
  private void readAgain() throws SystemCallException {
    readings++;
    readAt = System.currentTimeMillis() * 1000;
    paths = boundPaths();
    inodes = paths == null ? null : BoundSockets.askKernel();
    read = true;
  }

  private Liveness judge(BytePath path, Stat file) {
    if (paths == null) {
      return Liveness.UNKNOWN;
    }
    if (paths.contains(path)) {
      return Liveness.ALIVE;
    }
    return inodes == null ? Liveness.DEAD : judge(inodes, file, mounts());
  }

  private MountInfo mounts() {
    MountInfo known = mounts;
    if (known == null) {
      known = MountInfo.of(files);
      mounts = known;
    }
    return known;
  }

  /**
   * Whether a process has a socket bound to a file on which it listens, or will: not one that is
   * left of a connection.
   *
   * @return {@link Liveness#UNKNOWN} where the kernel lists no sockets
   * @throws SystemCallException if the kernel refuses an answer that it has
   */
  public static Liveness ofListener(Stat file) throws SystemCallException {
    BoundSockets inodes = BoundSockets.askForListening();
    return inodes == null ? Liveness.UNKNOWN : judge(inodes, file, MountInfo.ofProcess());
  }

  /**
   * Whether a socket is bound to a file, of those in the directory in which the caller bound it.
   *
   * @return {@link Liveness#UNKNOWN} where the kernel does not say
   * @throws SystemCallException if the kernel refuses an answer that it has
   */
  public static Liveness isBoundTo(UnixSocket socket, Stat file) throws SystemCallException {
    return BoundSockets.isBoundTo(socket, file);
  }

  /**
   * stat(2) does not always show the device of a file system, as sock_diag(7) does: that of a btrfs
   * subvolume, or below an overlay, is another. There the inode's number decides.
   */
  private static Liveness judge(BoundSockets inodes, Stat file, MountInfo mounts) {
    boolean alive =
        inodes.contain(file) || (inodes.containNumberOf(file) && !mounts.hasDevice(file.device()));
    return alive ? Liveness.ALIVE : Liveness.DEAD;
  }

  /** The paths to which sockets are bound, or null where the kernel does not list them. */
  private @Nullable Set<BytePath> boundPaths() {
    String text = files.text("/proc/net/unix");
    if (text.isEmpty()) {
      return null;
    }
    Set<BytePath> bound = new HashSet<>();
    int start = text.indexOf('\n') + 1;
    while (start > 0 && start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      int path = pathStart(text, start, end);
      if (path < end && text.charAt(path) == '/') {
        bound.add(BytePath.of(Bytes.latin1(text.substring(path, end))));
      }
      start = end + 1;
    }
    return bound;
  }

  private static int pathStart(String text, int start, int end) {
    int i = start;
    for (int column = 0; column < COLUMNS_BEFORE_PATH; column++) {
      while (i < end && text.charAt(i) == ' ') {
        i++;
      }
      while (i < end && text.charAt(i) != ' ') {
        i++;
      }
    }
    return Math.min(i + 1, end);
  }
}
