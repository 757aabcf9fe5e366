// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Unix sockets that are bound to a path, {@code /proc/net/unix} of proc(5); read when somebody
 * first asks. Thread-safe: one at a time.
 */
final class LiveSockets {
  private static final int COLUMNS_BEFORE_PATH = 7;

  private final HostFiles host;
  private @Nullable Set<BytePath> bound;
  private boolean readable;

  LiveSockets(HostFiles host) {
    this.host = host;
  }

  /**
   * Whether somebody has bound a socket to a path as the host sees it; where the kernel does not
   * tell, everybody may have.
   */
  synchronized boolean isAlive(BytePath path) {
    Set<BytePath> paths = bound;
    if (paths == null) {
      paths = read();
      bound = paths;
    }
    return !readable || paths.contains(path);
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
