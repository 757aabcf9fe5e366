// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import org.jspecify.annotations.Nullable;

/**
 * What is used of {@code /proc/PID/status}, proc_pid_status(5). Immutable.
 *
 * @param process the pid of the process, for a thread too
 * @param innermostPid its number in its own pid namespace
 * @param uid its effective user, an unsigned 32-bit number
 * @param gid its effective group, likewise
 */
public record ProcessStatus(long process, long innermostPid, int uid, int gid) {
  private static final int EFFECTIVE = 2;

  /** Parses the file; null if users or groups are missing. */
  public static @Nullable ProcessStatus parse(String text) {
    String uid = effective(text, "Uid:");
    String gid = effective(text, "Gid:");
    long pid = number(text, "Pid:", 0);
    try {
      return new ProcessStatus(
          number(text, "Tgid:", pid),
          number(text, "NSpid:", pid),
          Integer.parseUnsignedInt(uid),
          Integer.parseUnsignedInt(gid));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** {@code Uid: real effective saved file-system}. */
  private static String effective(String text, String key) {
    String[] fields = line(text, key).split("\t", -1);
    return fields.length > EFFECTIVE ? fields[EFFECTIVE] : "";
  }

  /** The last number of a line. */
  static long number(String text, String key, long unknown) {
    String line = line(text, key);
    try {
      return Long.parseLong(line.substring(line.lastIndexOf('\t') + 1));
    } catch (NumberFormatException e) {
      return unknown;
    }
  }

  private static String line(String text, String key) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(key)) {
        return line;
      }
    }
    return "";
  }
}
