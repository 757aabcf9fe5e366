// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.ProcessTable;
import io.ephemera.process.RunningProcess;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a process id that a file names or contains is that of a running process. Immutable. */
public final class PidFacts {
  /** Clocks of file systems may be behind by a tick. */
  private static final long TOLERANCE = 2_000_000;

  private final Map<Integer, HostProcess> byPid = new HashMap<>();
  private final Map<Integer, Boolean> insideOthers = new HashMap<>();
  private final boolean complete;

  PidFacts(ProcessTable table) {
    complete = !table.hidden() && table.silent() == 0;
    for (HostProcess process : table.processes()) {
      byPid.put(process.pid(), process);
      if (process.innermostPid() != process.pid()) {
        insideOthers.put(process.innermostPid(), true);
      }
    }
  }

  /** What is known of a process id. */
  public sealed interface Answer {}

  /** The process runs, and did when it was named. */
  public record Alive(HostProcess process) implements Answer {}

  /**
   * No such process runs.
   *
   * @param successor a later process that has its number; null if none has
   */
  public record Dead(@Nullable HostProcess successor) implements Answer {}

  /** It may be the number of a process in another pid namespace, or of one that is hidden. */
  public record Unknown() implements Answer {}

  /**
   * Looks for a process.
   *
   * @param namedAt when it was named, in microseconds since 1970
   */
  public Answer find(long pid, long namedAt) {
    if (pid <= 0 || pid > Integer.MAX_VALUE) {
      return new Dead(null);
    }
    HostProcess process = byPid.get((int) pid);
    if (process != null && !startedAfter(process, namedAt)) {
      return new Alive(process);
    }
    boolean elsewhere = insideOthers.containsKey((int) pid);
    if (elsewhere || (process == null && !complete)) {
      return new Unknown();
    }
    return new Dead(process);
  }

  private static boolean startedAfter(HostProcess process, long time) {
    RunningProcess running = RunningProcess.find(process.pid());
    if (running == null || !running.is(process.pid(), process.start())) {
      return false;
    }
    Instant start = running.started().orElse(Instant.EPOCH);
    return start.getEpochSecond() * 1_000_000 + start.getNano() / 1000 > time + TOLERANCE;
  }
}
