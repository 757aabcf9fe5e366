// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A process that runs, as /proc shows it, proc_pid_stat(5).
 *
 * @param pid its number in the pid namespace of /proc
 * @param start when it started, in ticks since the boot: tells it from a later one of this number
 * @param innermostPid its number in its own pid namespace
 * @param command its command line, without control characters, cut off where it is long
 */
public record RunningProcess(long pid, long start, long innermostPid, Bytes command) {
  private static final int LONGEST_COMMAND = 200;
  private static final int FIELD_OF_START = 22;
  private static final int FIELD_OF_STATE = 3;

  /** This process; null where there is no /proc. */
  public static @Nullable RunningProcess self() {
    return find("self");
  }

  /** The process of this number, or null where none runs. */
  public static @Nullable RunningProcess find(long pid) {
    return pid <= 0 ? null : find(Long.toString(pid));
  }

  private static @Nullable RunningProcess find(String entry) {
    String directory = "/proc/" + entry;
    try {
      String stat = read(directory + "/stat");
      int name = stat.lastIndexOf(')'); // it may hold blanks and parentheses itself
      String[] fields = stat.substring(name + 2).strip().split(" ", -1);
      if (isDead(fields[0])) {
        return null;
      }
      long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
      long start = Long.parseLong(fields[FIELD_OF_START - FIELD_OF_STATE]);
      return new RunningProcess(pid, start, innermost(directory, pid), command(directory, stat));
    } catch (SystemCallException | RuntimeException e) {
      return null; // it ended, or /proc does not show it
    }
  }

  private static boolean isDead(String state) {
    return state.equals("Z") || state.equals("X") || state.equals("x");
  }

  private static long innermost(String directory, long pid) throws SystemCallException {
    for (String line : read(directory + "/status").split("\n", -1)) {
      if (line.startsWith("NSpid:")) {
        return Long.parseLong(line.substring(line.lastIndexOf('\t') + 1));
      }
    }
    return pid;
  }

  private static Bytes command(String directory, String stat) throws SystemCallException {
    String words;
    try (OpenFile file = OpenFile.openAmbient(BytePath.of(directory + "/cmdline"))) {
      words = file.read(0, LONGEST_COMMAND).latin1();
    }
    if (words.isEmpty()) { // a thread of the kernel
      words = stat.substring(stat.indexOf('('), stat.lastIndexOf(')') + 1);
    }
    return onOneLine(words);
  }

  /** Every control character becomes a blank. */
  public static Bytes onOneLine(String latin1) {
    StringBuilder line = new StringBuilder(latin1.length());
    for (int i = 0; i < latin1.length(); i++) {
      char c = latin1.charAt(i);
      line.append(c < ' ' || c == 0x7f ? ' ' : c);
    }
    return Bytes.latin1(line.toString().strip());
  }

  private static String read(String path) throws SystemCallException {
    return KernelFiles.read(path).latin1();
  }

  /** Whether it is the process that had this number and started then. */
  public boolean is(long otherPid, long otherStart) {
    return pid == otherPid && start == otherStart;
  }

  /** When it started, to a hundredth of a second. */
  public Optional<Instant> started() {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
  }
}
