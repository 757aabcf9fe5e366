// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Processes;
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
  private static final String SELF = "self";

  /** This process; null if there is no /proc. */
  public static @Nullable RunningProcess self() {
    return look(SELF) instanceof Seen seen ? seen.process() : null;
  }

  /** The process with this number; null if there is none, or /proc does not show it. */
  public static @Nullable RunningProcess find(long pid) {
    return look(pid) instanceof Seen seen ? seen.process() : null;
  }

  /** What a look at a process id finds. */
  public sealed interface Look {}

  /** A process that runs. */
  public record Seen(RunningProcess process) implements Look {}

  /**
   * A process has the id, but /proc does not show whether it runs: hidepid= of proc(5), or none.
   */
  public record Hidden() implements Look {}

  /** No process that runs has the id. */
  public record Ended() implements Look {}

  /**
   * Looks for a process. That /proc does not show it is no proof that it has ended; that it cannot
   * be sent a signal is, kill(2).
   */
  public static Look look(long pid) {
    return pid <= 0 || pid > Integer.MAX_VALUE ? new Ended() : look(Long.toString(pid));
  }

  private static Look look(String entry) {
    String directory = "/proc/" + entry;
    try {
      ProcessStat stat = ProcessStat.parse(read(directory + "/stat"));
      if (stat == null) {
        return new Hidden();
      }
      String status = read(directory + "/status");
      boolean isThread = ProcessStatus.number(status, "Tgid:", stat.pid()) != stat.pid();
      if (stat.isDead() || isThread) {
        return new Ended();
      }
      long innermost = innermostPid(status, stat.pid());
      return new Seen(
          new RunningProcess(stat.pid(), stat.start(), innermost, command(directory, stat)));
    } catch (SystemCallException e) {
      return exists(entry) ? new Hidden() : new Ended();
    }
  }

  private static boolean exists(String entry) {
    return entry.equals(SELF) || Processes.exists(Integer.parseInt(entry));
  }

  /** The last number of the line {@code NSpid:} of proc_pid_status(5), which old kernels lack. */
  static long innermostPid(String status, long pid) {
    return ProcessStatus.number(status, "NSpid:", pid);
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
