// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BoundSockets;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Stat;
import java.io.IOException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Unix sockets that are bound to a file: by its path, {@code /proc/net/unix} of proc(5), and by
 * its inode, sock_diag(7), for one that was renamed, or bound by a relative path or through a link.
 * Read when somebody first asks, and again for a file that is younger. Thread-safe: one at a time.
 */
final class LiveSockets {
  private static final int COLUMNS_BEFORE_PATH = 7;

  /** By how much the kernel's times of files may be behind the clock: two ticks, at 100 Hz. */
  private static final long TICKS_MICROS = 20_000;

  private final HostFiles host;
  private @Nullable Set<BytePath> bound;
  private @Nullable BoundSockets byInode;
  private boolean readable;
  private long readAt = Long.MIN_VALUE;
  private @Nullable String mounts;

  LiveSockets(HostFiles host) {
    this.host = host;
  }

  /**
   * Whether somebody has bound a socket to a file; where the kernel does not list them, everybody
   * may have. Where it lists them by paths only, a path decides.
   *
   * @param path where the file is as the host sees it
   * @param file a snapshot of it
   */
  synchronized boolean isAlive(BytePath path, Stat file) throws IOException {
    if (bound != null && isKnown(path, file)) {
      return true;
    }
    if (bound != null && file.changeTime() < readAt - TICKS_MICROS) {
      return false;
    }
    // Never read, or before this file was: nobody can bind a socket to a file that is there.
    readAt = System.currentTimeMillis() * 1000;
    bound = read();
    byInode = readable ? BoundSockets.askKernel() : null;
    return isKnown(path, file);
  }

  private boolean isKnown(BytePath path, Stat file) {
    return !readable || Objects.requireNonNull(bound).contains(path) || isBound(file);
  }

  private boolean isBound(Stat file) {
    BoundSockets all = byInode;
    return all != null
        && (all.contain(file) || (all.containNumberOf(file) && !isOnKnownDevice(file)));
  }

  /**
   * Whether stat(2) shows the number of a file system, as sock_diag(7) does. That of a btrfs
   * subvolume, or below an overlay, is another.
   */
  private boolean isOnKnownDevice(Stat file) {
    String text = mounts;
    if (text == null) {
      text = host.text("/proc/self/mountinfo");
      mounts = text;
    }
    return text.contains(" " + (int) (file.device() >> 32) + ":" + (int) file.device() + " ");
  }

  private Set<BytePath> read() {
    Set<BytePath> paths = new HashSet<>();
    String text = host.text("/proc/net/unix");
    readable = !text.isEmpty();
    int start = text.indexOf('\n') + 1;
    while (start > 0 && start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      int path = pathStart(text, start, end);
      if (path < end && text.charAt(path) == '/') {
        paths.add(BytePath.of(Bytes.latin1(text.substring(path, end))));
      }
      start = end + 1;
    }
    return paths;
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
