// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Processes;
import io.ephemera.linux.errno.Errno;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A signal to all {@link Descendants}, which each of them gets once, kill(2). Thread-safe.
 *
 * <p>The first process of a pid namespace reaches all processes of the namespace in one call.
 */
public final class Broadcast {
  private static final int FIRST_PROCESS = 1;
  private static final int EVERY_PROCESS = -1;

  private record Reached(long pid, long start) {}

  private final List<Integer> signals;
  private final Set<Reached> reached = new HashSet<>();

  private Broadcast(Integer... signals) {
    this.signals = List.of(signals);
  }

  /** Asks them to end: SIGTERM, and SIGCONT for those that are stopped. */
  public static Broadcast termination() {
    return new Broadcast(Constants.SIGTERM, Constants.SIGCONT);
  }

  /** Ends them: SIGKILL. */
  public static Broadcast kill() {
    return new Broadcast(Constants.SIGKILL);
  }

  /** Any signal. */
  public static Broadcast of(int signal) {
    return new Broadcast(signal);
  }

  /** Sends it to those that have not got it yet. */
  public synchronized void send() {
    if (CurrentProcess.pid() == FIRST_PROCESS) {
      if (reached.add(new Reached(EVERY_PROCESS, 0))) {
        sendBy(signal -> Processes.kill(EVERY_PROCESS, signal));
      }
      return;
    }
    boolean more = true;
    while (more) { // those that it reaches may start others until they end
      more = false;
      for (ProcessStat process : Descendants.list()) {
        more |= sendOnce(process);
      }
    }
  }

  private boolean sendOnce(ProcessStat process) {
    boolean isNew = reached.add(new Reached(process.pid(), process.start()));
    if (isNew) {
      send(process);
    }
    return isNew;
  }

  /** By a descriptor, because another process may have got its number since. */
  private void send(ProcessStat process) {
    int pid = (int) process.pid();
    int opened = Processes.openDescriptor(pid);
    if (opened < 0) {
      if (!Errno.ESRCH.isReasonOf(opened)) { // an old kernel
        sendBy(signal -> Processes.kill(pid, signal));
      }
      return;
    }
    try (Fd open = new Fd(opened)) {
      ProcessStat now = ProcessStat.find(pid);
      if (now != null && now.start() == process.start()) {
        sendBy(signal -> Processes.pidfdSendSignal(open, signal));
      }
    }
  }

  /** One that has ended, or that this process may not send signals to, is left alone. */
  private void sendBy(IntUnaryOperator call) {
    for (int signal : signals) {
      int ignored = call.applyAsInt(signal);
    }
  }
}
