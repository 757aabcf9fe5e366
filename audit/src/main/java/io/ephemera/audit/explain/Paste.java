// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import java.util.Locale;

/** Lines that a user can paste: into a shell, or into a file of tmpfiles.d(5). */
public final class Paste {
  /** The file in which lines keep what cleaning would remove. */
  public static final String FILE = "/etc/tmpfiles.d/keep.conf";

  private Paste() {}

  /** A path as the second field of a line, tmpfiles.d(5): a pattern, with specifiers, quoted. */
  public static String pathField(BytePath path) {
    StringBuilder field = new StringBuilder("\"");
    String text = path.latin1();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*', '?', '[', '\\' -> field.append("\\\\").append(c == '\\' ? "\\\\" : c);
        case '"' -> field.append("\\\"");
        case '%' -> field.append("%%");
        default -> {
          if (c < ' ' || c >= 127) {
            field.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
          } else {
            field.append(c);
          }
        }
      }
    }
    String quoted = field.append('"').toString();
    boolean plain =
        quoted.substring(1, quoted.length() - 1).equals(text) && quoted.indexOf(' ') < 0;
    return plain ? text : quoted;
  }

  /** A word for a shell. */
  public static String shellWord(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
