// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a process has a Unix socket bound to a file. The only class that decides this; its
 * callers choose what {@link Liveness#UNKNOWN} means for them.
 *
 * <p>Looks for the file's inode, sock_diag(7), and for its path, {@code /proc/net/unix} of proc(5).
 * The inode finds a socket that was renamed, or bound by a relative path or through a link; the
 * path finds one if the kernel has no sock_diag(7). Both lists show one network namespace: before a
 * socket is taken for dead, the other namespaces are asked too.
 *
 * <p>An object reads the lists when it is first asked, and again for a file that is newer than they
 * are. Thread-safe: one question at a time.
 */
public final class LiveSockets {
  /** How far the times of files may lag behind the clock: two ticks at 100 Hz. */
  private static final long TICKS_MICROS = 20_000;

  /** How often the lists are read: a user who keeps making sockets must not stop a run. */
  private static final int MOST_READS = 100;

  private final KernelFiles files;
  private final boolean nothingRuns;
  private @Nullable Set<BytePath> paths;
  private @Nullable BoundSockets inodes;
  private @Nullable ForeignSockets foreign;
  private @Nullable MountInfo mounts;
  private boolean read;
  private long readAt = Long.MIN_VALUE;
  private int reads;

  /** Reads the lists from the kernel's files. */
  public LiveSockets(KernelFiles files) {
    this(files, false);
  }

  private LiveSockets(KernelFiles files, boolean nothingRuns) {
    this.files = files;
    this.nothingRuns = nothingRuns;
  }

  /** Those while the system starts: no process runs yet, so all that are left are dead. */
  public static LiveSockets atBoot() {
    return new LiveSockets(new KernelFiles(), true);
  }

  /**
   * Whether a process has a socket bound to a file, connected or not.
   *
   * @param path the file's path as the host sees it
   * @param file a snapshot of it
   * @return {@link Liveness#UNKNOWN} if the kernel lists no sockets, the file is newer than the
   *     last of too many reads, or a network namespace cannot be asked; if the kernel lists them by
   *     paths only, the path decides
   * @throws SystemCallException if the query fails, though the kernel supports it
   */
  public synchronized Liveness of(BytePath path, Stat file) throws SystemCallException {
    if (nothingRuns) {
      return Liveness.DEAD;
    }
    if (read && judge(path, file) != Liveness.DEAD) {
      return judge(path, file);
    }
    if (read && file.changeTime() < readAt - TICKS_MICROS) {
      return Liveness.DEAD;
    }
    if (reads == MOST_READS) {
      return Liveness.UNKNOWN;
    }
    readLists();
    return judge(path, file);
  }

  /**
   * Reads the lists. They are complete for every file that is older: a socket can only be bound to
   * a file that it creates.
   */
  private void readLists() throws SystemCallException {
    reads++;
    readAt = System.currentTimeMillis() * 1000;
    paths = readPaths();
    inodes = paths == null ? null : BoundSockets.query();
    foreign = null;
    read = true;
  }

  private Liveness judge(BytePath path, Stat file) {
    if (paths == null) {
      return Liveness.UNKNOWN;
    }
    if (paths.contains(path)) {
      return Liveness.ALIVE;
    }
    if (inodes != null && inodes.judge(file, mounts()) == Liveness.ALIVE) {
      return Liveness.ALIVE;
    }
    return foreign().judge(path, file, mounts());
  }

  /** What only a socket that looks dead needs. */
  private ForeignSockets foreign() {
    ForeignSockets known = foreign;
    if (known == null) {
      known = ForeignSockets.query(files);
      foreign = known;
    }
    return known;
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
   * Whether a process listens on a socket that is bound to a file, or has only bound it: sockets of
   * accepted connections do not count.
   *
   * @return {@link Liveness#UNKNOWN} if the kernel lists no sockets
   * @throws SystemCallException if the query fails, though the kernel supports it
   */
  public static Liveness ofListener(Stat file) throws SystemCallException {
    BoundSockets inodes = BoundSockets.queryListening();
    return inodes == null ? Liveness.UNKNOWN : inodes.judge(file, MountInfo.ofProcess());
  }

  /**
   * Whether a socket of the caller is bound to a file, which must be in the directory in which the
   * caller bound it.
   *
   * @return {@link Liveness#UNKNOWN} if the kernel does not answer
   * @throws SystemCallException if the query fails, though the kernel supports it
   */
  public static Liveness isBoundTo(UnixSocket socket, Stat file) throws SystemCallException {
    return BoundSockets.isBoundTo(socket, file);
  }

  /** The paths to which sockets are bound, or null if the kernel does not list them. */
  private @Nullable Set<BytePath> readPaths() {
    String text = files.text("/proc/net/unix");
    return text.isEmpty() ? null : parsePaths(text);
  }

  /** The absolute paths in a text of the form of /proc/net/unix, whose first line is a heading. */
  static Set<BytePath> parsePaths(String text) {
    Set<BytePath> bound = new HashSet<>();
    for (NamedSocket socket : NamedSocket.parse(text)) {
      bound.add(socket.path());
    }
    return bound;
  }
}
