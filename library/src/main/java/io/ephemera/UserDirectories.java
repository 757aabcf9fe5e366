// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Parses user-dirs.dirs(5) as a shell would, without a shell: lines {@code
 * XDG_DOWNLOAD_DIR="$HOME/Downloads"}, in double quotes, absolute or below {@code $HOME}, with
 * backslash escapes. One character is one byte.
 */
final class UserDirectories {
  private static final String HOME = "$HOME";
  private static final Setting NONE = new Setting(null, "");

  private final String text;
  private final BytePath home;

  UserDirectories(Bytes text, BytePath home) {
    this.text = text.latin1();
    this.home = home;
  }

  /**
   * The setting of a directory.
   *
   * @param path null if there is none, or it is invalid
   * @param given the text behind the equals sign if it is invalid, otherwise empty
   */
  record Setting(@Nullable BytePath path, String given) {}

  /** The last setting of a variable. */
  Setting entry(String name) {
    Setting found = NONE;
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      found = Objects.requireNonNullElse(entry(text.substring(start, end).strip(), name), found);
      start = end + 1;
    }
    return found;
  }

  private @Nullable Setting entry(String line, String name) {
    if (!line.startsWith(name)) {
      return null;
    }
    String rest = line.substring(name.length()).stripLeading();
    if (rest.isEmpty() || rest.charAt(0) != '=') {
      return null;
    }
    String given = rest.substring(1).stripLeading();
    BytePath path = path(given);
    return new Setting(path, path == null ? given : "");
  }

  private @Nullable BytePath path(String given) {
    if (given.isEmpty() || given.charAt(0) != '"') {
      return null;
    }
    boolean belowHome = given.startsWith(HOME, 1);
    String value = unquoted(given, belowHome ? 1 + HOME.length() : 1);
    if (value == null || (!value.startsWith("/") && !(belowHome && value.isEmpty()))) {
      return null;
    }
    BytePath path = BytePath.of(Bytes.latin1(value));
    if (!belowHome) {
      return path;
    }
    return path.isAbsolute() && !path.isRoot() ? home.append(path) : home;
  }

  /**
   * Up to the closing quote; null where there is none, or where a shell would do more than read.
   */
  private static @Nullable String unquoted(String given, int from) {
    StringBuilder value = new StringBuilder();
    for (int i = from; i < given.length(); i++) {
      char c = given.charAt(i);
      if (c == '"') {
        return value.toString();
      }
      if (c == '$' || c == '`' || c == 0) {
        return null;
      }
      if (c == '\\' && ++i == given.length()) {
        return null;
      }
      value.append(given.charAt(i));
    }
    return null;
  }
}
