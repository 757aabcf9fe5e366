// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.host.accounts.AccountTable;
import io.ephemera.host.processes.HostProcess;

/** Files and processes as evidence and fixes show them. */
final class Shown {
  private static final String BITS = "rwxrwxrwx";

  private Shown() {}

  /** Type, mode and owner as {@code ls -l} shows them: {@code drwxrwxrwt root:root}. */
  static String listing(Stat stat, AccountTable accounts) {
    return mode(stat) + " " + accounts.user(stat.uid()) + ":" + accounts.group(stat.gid());
  }

  private static String mode(Stat stat) {
    StringBuilder text = new StringBuilder(BITS.length() + 1).append(type(stat));
    for (int i = 0; i < BITS.length(); i++) {
      text.append((stat.mode() >> (BITS.length() - 1 - i) & 1) != 0 ? BITS.charAt(i) : '-');
    }
    special(text, 3, stat.mode() & 04000, 's');
    special(text, 6, stat.mode() & 02000, 's');
    special(text, 9, stat.mode() & 01000, 't');
    return text.toString();
  }

  private static void special(StringBuilder text, int at, int bit, char letter) {
    if (bit != 0) {
      text.setCharAt(at, text.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
    }
  }

  private static char type(Stat stat) {
    return switch (stat.type()) {
      case REGULAR -> '-';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case SOCKET -> 's';
      case FIFO -> 'p';
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      default -> '?';
    };
  }

  /** A mode as chmod(1) takes it: {@code 1777}. */
  static String octal(int mode) {
    return String.format(java.util.Locale.ROOT, "%04o", mode);
  }

  /** A process and its unit: {@code nginx, pid 812, nginx.service}. */
  static String process(HostProcess process) {
    String unit = process.placement().systemUnit();
    return process.name() + ", pid " + process.pid() + (unit == null ? "" : ", " + unit);
  }

  /** A path as a word for a shell, also if it has quotes or control characters. */
  static String word(BytePath path) {
    String text = path.latin1();
    if (text.matches("[A-Za-z0-9_./:@%+=,-]+")) {
      return text;
    }
    if (text.chars().allMatch(c -> c >= ' ' && c < 127)) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
    StringBuilder word = new StringBuilder("$'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '\\') {
        word.append('\\').append(c);
      } else if (c >= ' ' && c < 127) {
        word.append(c);
      } else {
        word.append(String.format(java.util.Locale.ROOT, "\\x%02x", (int) c));
      }
    }
    return word.append('\'').toString();
  }
}
