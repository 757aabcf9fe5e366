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
 * A running process as /proc shows it, proc_pid_stat(5).
 *
 * @param pid its number in the pid namespace of /proc
 * @param start when it started, in ticks since the boot: distinguishes it from a later process with
 *     the same number
 * @param innermostPid its number in its own pid namespace
 * @param command its command line without control characters, truncated if it is long
 */
public record RunningProcess(long pid, long start, long innermostPid, Bytes command) {
  private static final int LONGEST_COMMAND = 200;

  /** This process; null if there is no /proc. */
  public static @Nullable RunningProcess self() {
    return find("self");
  }

  /** The process with this number; null if there is none, or /proc does not show it. */
  public static @Nullable RunningProcess find(long pid) {
    return pid <= 0 ? null : find(Long.toString(pid));
  }

  private static @Nullable RunningProcess find(String entry) {
    String directory = "/proc/" + entry;
    try {
      ProcessStat stat = ProcessStat.parse(read(directory + "/stat"));
      if (stat == null || stat.isDead()) {
        return null;
      }
      long innermost = innermostPid(read(directory + "/status"), stat.pid());
      return new RunningProcess(stat.pid(), stat.start(), innermost, command(directory, stat));
    } catch (SystemCallException e) {
      return null;
    }
  }

  /** The last number of the line {@code NSpid:} of proc_pid_status(5), which old kernels lack. */
  static long innermostPid(String status, long pid) {
    for (String line : status.split("\n", -1)) {
      if (line.startsWith("NSpid:")) {
        try {
          return Long.parseLong(line.substring(line.lastIndexOf('\t') + 1));
        } catch (NumberFormatException e) {
          return pid;
        }
      }
    }
    return pid;
  }

  private static Bytes command(String directory, ProcessStat stat) throws SystemCallException {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of(directory + "/cmdline"))) {
      String words = file.read(0, LONGEST_COMMAND).latin1();
      return onOneLine(words.isEmpty() ? "(" + stat.name() + ")" : words); // a kernel thread
    }
  }

  /** Replaces every control character by a blank. */
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
