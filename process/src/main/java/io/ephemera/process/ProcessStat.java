// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.SystemCallException;
import org.jspecify.annotations.Nullable;

/**
 * The status line of a process, {@code /proc/PID/stat} of proc_pid_stat(5).
 *
 * @param pid its number in the pid namespace of /proc
 * @param name the name of its program, which may contain blanks and parentheses
 * @param state a letter: {@code Z} for a zombie
 * @param parent the pid of its parent; 0 if that is in another pid namespace
 * @param group its process group
 * @param session the process that leads its session
 * @param terminal the device number of its controlling terminal, or 0 for none
 * @param flags PF_ bits of the kernel's {@code linux/sched.h}
 * @param threads how many threads of it have not ended; counts the first one even if that has
 * @param start when it started, in ticks since the boot
 */
public record ProcessStat(
    long pid,
    String name,
    char state,
    long parent,
    long group,
    long session,
    int terminal,
    long flags,
    long threads,
    long start) {
  private static final int STATE = 3;
  private static final int PARENT = 4;
  private static final int GROUP = 5;
  private static final int SESSION = 6;
  private static final int TERMINAL = 7;
  private static final int FLAGS = 9;
  private static final int THREADS = 20;
  private static final int START = 22;
  private static final int PF_EXITING = 4;

  /**
   * That of a process; null if there is none, or /proc does not show it.
   *
   * @param process a pid, or {@code self}
   */
  static @Nullable ProcessStat find(Object process) {
    try {
      return parse(KernelFiles.read("/proc/" + process + "/stat").latin1());
    } catch (SystemCallException e) {
      return null;
    }
  }

  /** Parses {@code 4711 (name) S 1 ...}; null for any other form. */
  public static @Nullable ProcessStat parse(String text) {
    int open = text.indexOf(" (");
    int close = text.lastIndexOf(") ");
    if (open < 0 || close < open) {
      return null;
    }
    String[] fields = text.substring(close + 2).strip().split(" ", -1);
    if (fields.length <= START - STATE || fields[0].length() != 1) {
      return null;
    }
    try {
      return new ProcessStat(
          Long.parseLong(text.substring(0, open)),
          text.substring(open + 2, close),
          fields[0].charAt(0),
          Long.parseLong(fields[PARENT - STATE]),
          Long.parseLong(fields[GROUP - STATE]),
          Long.parseLong(fields[SESSION - STATE]),
          Integer.parseInt(fields[TERMINAL - STATE]),
          Long.parseLong(fields[FLAGS - STATE]),
          Long.parseLong(fields[THREADS - STATE]),
          Long.parseLong(fields[START - STATE]));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Whether a signal has stopped it. */
  boolean isStopped() {
    return state == 'T';
  }

  /**
   * Whether it has ended, even if its parent has not noticed yet. The state is that of the first
   * thread: if only that has ended, it is a zombie until the others have ended too.
   */
  public boolean isDead() {
    return state == 'X' || state == 'x' || (state == 'Z' && threads <= 1);
  }

  /** Whether it is ending: from then on, /proc shows less and less of it. */
  public boolean isEnding() {
    return isDead() || ((flags & PF_EXITING) != 0 && threads <= 1);
  }

  /** That of this process; null if /proc does not show it. */
  static @Nullable ProcessStat ofThisProcess() {
    return parse(new KernelFiles().text("/proc/self/stat"));
  }

  /** The major number of its controlling terminal, {@code new_encode_dev} of the kernel. */
  int terminalMajor() {
    return (terminal >> 8) & 0xfff;
  }

  /** The minor number of its controlling terminal. */
  int terminalMinor() {
    return (terminal & 0xff) | ((terminal >>> 12) & 0xfff00);
  }
}
