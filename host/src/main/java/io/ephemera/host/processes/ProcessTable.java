// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import io.ephemera.fs.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this host, seen in one pass; one that ended meanwhile is left out. Immutable.
 *
 * @param processes in the order of their numbers
 * @param silent how many did not answer in time
 * @param hidden whether /proc hides processes of other users
 */
public record ProcessTable(List<HostProcess> processes, int silent, boolean hidden) {
  /** Takes a copy. */
  public ProcessTable {
    processes = List.copyOf(processes);
  }

  /**
   * Reads them.
   *
   * @throws SystemCallException if /proc is not mounted or cannot be read
   */
  public static ProcessTable read() throws SystemCallException {
    try (Proc proc = Proc.open()) {
      int[] pids = proc.pids();
      List<@Nullable Look> looks =
          ProcessPass.over(pids, () -> (pid, progress) -> look(proc, pid), ProcessPass.PATIENCE);
      List<HostProcess> found = new ArrayList<>();
      int silent = 0;
      for (Look look : looks) {
        silent += look == null ? 1 : 0;
        if (look != null && look.process() != null) {
          found.add(look.process());
        }
      }
      return new ProcessTable(found, silent, proc.hidesProcesses());
    }
  }

  /** The answer of a process; none if it has ended. */
  private record Look(@Nullable HostProcess process) {}

  private static Look look(Proc proc, int pid) {
    try (ProcessDirectory process = proc.process(pid)) {
      return new Look(process == null ? null : HostProcess.read(process));
    }
  }

  /** The process with a number; null if there is none. */
  public @Nullable HostProcess find(int pid) {
    for (HostProcess process : processes) {
      if (process.pid() == pid) {
        return process;
      }
    }
    return null;
  }
}
