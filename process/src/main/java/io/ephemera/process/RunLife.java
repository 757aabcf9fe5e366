// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.SystemCallException;

/**
 * Whether a run that left a {@link RunRecord} lives: itself, or a child of it.
 *
 * <p>A lock alone proves no death, because many daemons close every descriptor that they inherit. A
 * run is dead when its lock is free, no process lives in the mount namespace that it entered, and
 * its main processes have ended; or if the system was booted since. Whatever is not known counts as
 * life.
 *
 * @param liveness the verdict
 * @param why continues a sentence about the run: {@code "its process 12 runs"}
 */
public record RunLife(Liveness liveness, String why) {
  private static final long INIT = 1;

  /**
   * Judges a run.
   *
   * @param lock the answer to the attempt to lock its record
   */
  public static RunLife of(RunRecord record, LockAttempt lock) {
    if (lock == LockAttempt.BUSY) {
      return alive("a process holds its lock");
    }
    String boot = BootId.readIfKnown();
    if (record.boot().isEmpty()) {
      return record.things().isEmpty()
          ? dead("it had not begun")
          : unknown("its record is damaged");
    }
    if (boot.isEmpty()) {
      return unknown("the boot ID cannot be read");
    }
    if (!boot.equals(record.boot())) {
      return dead("the system was booted since");
    }
    if (lock == LockAttempt.UNSUPPORTED) {
      return unknown("the file system of its record has no locks");
    }
    RunLife mounts = ofMounts(record);
    return mounts.liveness == Liveness.DEAD ? ofProcesses(record) : mounts;
  }

  private static RunLife ofMounts(RunRecord record) {
    MountNamespaceId mounts = record.mounts();
    RunRecord.Main first = record.first();
    long since = first == null ? 0 : first.start();
    return switch (mounts == null ? Liveness.DEAD : mounts.liveness(since)) {
      case ALIVE -> alive("a process lives in its mount namespace");
      case DEAD -> dead("no process lives in its mount namespace");
      case UNKNOWN -> unknown("it is not known whether a process lives in its mount namespace");
    };
  }

  private static RunLife ofProcesses(RunRecord record) {
    if (!isOurs(record.pidNamespace())) {
      return inOtherNamespace(record);
    }
    if (record.processes().isEmpty()) {
      return unknown("its record is damaged");
    }
    for (RunRecord.Main main : record.processes()) {
      RunLife life = of(main);
      if (life.liveness != Liveness.DEAD) {
        return life;
      }
    }
    return dead("its processes have ended");
  }

  private static RunLife of(RunRecord.Main main) {
    return switch (RunningProcess.look(main.pid())) {
      case RunningProcess.Seen seen ->
          seen.process().is(main.pid(), main.start())
              ? alive("its process " + main.pid() + " runs")
              : dead("its processes have ended");
      case RunningProcess.Hidden hidden ->
          unknown("it is not visible whether its process " + main.pid() + " runs");
      case RunningProcess.Ended ended -> dead("its processes have ended");
    };
  }

  /**
   * Process numbers of another pid namespace say nothing here. But if the first process of a
   * namespace ends, all others end, and one that stays beside its command keeps the lock as long as
   * it lives: so this finds out that a container was started anew.
   */
  private static RunLife inOtherNamespace(RunRecord record) {
    RunRecord.Main first = record.first();
    return record.isSupervised() && first != null && first.pid() == INIT
        ? dead("its container has ended")
        : unknown("it was started in another pid namespace");
  }

  private static boolean isOurs(long pidNamespace) {
    try {
      return pidNamespace == PidNamespace.own();
    } catch (SystemCallException e) {
      return false;
    }
  }

  private static RunLife alive(String why) {
    return new RunLife(Liveness.ALIVE, why);
  }

  private static RunLife dead(String why) {
    return new RunLife(Liveness.DEAD, why);
  }

  private static RunLife unknown(String why) {
    return new RunLife(Liveness.UNKNOWN, why);
  }
}
