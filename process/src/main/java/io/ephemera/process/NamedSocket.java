// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket that is bound to an absolute path, a line of proc_net_unix(5). Immutable.
 *
 * @param path as it was bound: the file may have been renamed since
 * @param socket the socket's own inode number
 * @param listens whether it listens, listen(2)
 */
public record NamedSocket(BytePath path, long socket, boolean listens) {
  private static final int FLAGS = 3;
  private static final int INODE = 6;
  private static final int COLUMNS_BEFORE_PATH = 7;

  /** Parses the file, whose first line is a heading; skips sockets without an absolute path. */
  public static List<NamedSocket> parse(String text) {
    List<NamedSocket> found = new ArrayList<>();
    int start = text.indexOf('\n') + 1;
    while (start > 0 && start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      NamedSocket socket = parseLine(text.substring(start, end));
      if (socket != null) {
        found.add(socket);
      }
      start = end + 1;
    }
    return found;
  }

  private static @Nullable NamedSocket parseLine(String line) {
    String[] columns = new String[COLUMNS_BEFORE_PATH];
    int i = 0;
    for (int column = 0; column < COLUMNS_BEFORE_PATH; column++) {
      while (i < line.length() && line.charAt(i) == ' ') {
        i++;
      }
      int start = i;
      while (i < line.length() && line.charAt(i) != ' ') {
        i++;
      }
      columns[column] = line.substring(start, i);
    }
    int path = i + 1;
    if (path >= line.length() || line.charAt(path) != '/') {
      return null;
    }
    try {
      return new NamedSocket(
          BytePath.of(Bytes.latin1(line.substring(path))),
          Long.parseLong(columns[INODE]),
          columns[FLAGS].equals("00010000")); // __SO_ACCEPTCON of linux/net.h
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
