// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Whitespace;
import java.util.List;

/**
 * The text that {@code --cat-config} and {@code --tldr} print: configuration files, concatenated.
 */
public final class ConfigurationText {
  private ConfigurationText() {}

  /**
   * The files one after another, each preceded by its path.
   *
   * @param brief whether to leave out blank lines and comments
   */
  public static Bytes of(List<ConfigurationFile> files, boolean brief) {
    StringBuilder out = new StringBuilder();
    for (ConfigurationFile file : files) {
      if (!out.isEmpty()) {
        out.append('\n');
      }
      append(file, brief, out);
    }
    return Bytes.latin1(out.toString());
  }

  private static void append(ConfigurationFile file, boolean brief, StringBuilder out) {
    out.append("# ").append(escaped(file.shown()));
    if (file.content().isEmpty()) {
      out.append(" is a mask.\n");
      return;
    }
    if (file.target() != null) {
      out.append(" -> ").append(escaped(file.target()));
    }
    out.append('\n');
    String text = file.content().latin1();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      if (!brief || !isBlankOrComment(text, start, end)) {
        out.append(text, start, end).append('\n');
      }
      start = end + 1;
    }
  }

  /** A path as messages show it: its name may contain anything, a newline too. */
  private static String escaped(BytePath path) {
    return Bytes.utf8(path.toString()).latin1();
  }

  private static boolean isBlankOrComment(String text, int start, int end) {
    int first = Whitespace.skip(text, start);
    return first >= end || text.charAt(first) == '#' || text.charAt(first) == ';';
  }
}
