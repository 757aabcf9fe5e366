// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import io.ephemera.host.schedule.Cleaner.Program;
import java.util.EnumSet;
import java.util.Set;

/** Finds cleaners in the text of a command or a script. */
final class CleanerCommand {
  private static final String CLEAN = "--clean";

  private CleanerCommand() {}

  /** The cleaners that a text runs, as far as its words tell: comments do not count. */
  static Set<Program> in(String text) {
    Set<Program> found = EnumSet.noneOf(Program.class);
    for (String line : joined(text).split("\n", -1)) {
      add(line, found);
    }
    return found;
  }

  /** A backslash at the end of a line continues it. */
  private static String joined(String text) {
    return text.replace("\\\n", " ");
  }

  private static void add(String line, Set<Program> found) {
    String command = line.strip();
    if (command.startsWith("#")) {
      return;
    }
    for (Program program : Program.values()) {
      if (hasWord(command, program.command()) && (!program.readsTmpfiles() || cleans(command))) {
        boolean ignored = found.add(program);
      }
    }
  }

  private static boolean cleans(String command) {
    return hasWord(command, CLEAN) && command.contains("tmpfiles");
  }

  /** Whether a word stands alone, or ends a path. */
  private static boolean hasWord(String text, String word) {
    int at = text.indexOf(word);
    while (at >= 0) {
      boolean begins = at == 0 || "/ \t;&|(\"'=`@-+!:".indexOf(text.charAt(at - 1)) >= 0;
      int end = at + word.length();
      boolean ends = end == text.length() || " \t;&|)\"'`<>".indexOf(text.charAt(end)) >= 0;
      if (begins && ends) {
        return true;
      }
      at = text.indexOf(word, at + 1);
    }
    return false;
  }
}
