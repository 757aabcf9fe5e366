// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Excerpt;
import org.jspecify.annotations.Nullable;

/** The rules for the path of a command. */
final class ExecPath {
  private static final String SPECIAL = "\"'\\*?[\u007f";
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_PATH = 4095;

  private ExecPath() {}

  /** What is wrong with a path, or null. */
  static @Nullable String problem(String path) {
    if (path.isEmpty()) {
      return "missing path of a command";
    }
    if (hasSpecialCharacters(path)) {
      return "path of a command contains a control character, quote, backslash or one of *?[: "
          + Excerpt.quoted(path);
    }
    if (isDirectory(path)) {
      return "path of a command is a directory: " + Excerpt.quoted(path);
    }
    if ((path.charAt(0) != '/' && path.indexOf('/') >= 0) || isTooLong(path)) {
      return "invalid path of a command "
          + Excerpt.quoted(path)
          + ": expected an absolute path or a name without slash";
    }
    return null;
  }

  /** The path without repeated slashes and {@code .} components. */
  static String simplify(String path) {
    return BytePath.of(Bytes.latin1(path)).latin1();
  }

  private static boolean hasSpecialCharacters(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) < ' ' || SPECIAL.indexOf(path.charAt(i)) >= 0) {
        return true;
      }
    }
    return !Utf8.isValid(path);
  }

  private static boolean isDirectory(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.isEmpty() || last.equals(".") || last.equals("..");
  }

  private static boolean isTooLong(String path) {
    if (path.length() > LONGEST_PATH) {
      return true;
    }
    int start = 0;
    while (start < path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (end - start > LONGEST_NAME) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }
}
