// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.supervise;

import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.Supervision;
import io.ephemera.process.Broadcast;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.Descendants;
import io.ephemera.process.SignalRelay;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The process that stays beside a command until the command and all that it left behind have ended.
 *
 * <ul>
 *   <li>Signals are passed on, {@link SignalRelay}: to the command, and after its end to all
 *       processes that it left behind.
 *   <li>The command is in the process group of this process. When it stops, this process stops, so
 *       that a shell's job control works; the first process of a pid namespace cannot stop.
 *   <li>Orphans become children of this process, and are reaped when they end.
 *   <li>The exit status is that of the command, and is reported when the last process has ended.
 * </ul>
 *
 * <p><b>Limits:</b> if this process itself is killed, SIGKILL, the command goes on, and orphans
 * become those of another process; only if this is the first process of a pid namespace, the kernel
 * ends all others. A descendant that becomes a subreaper itself keeps its orphans until it ends.
 */
public final class Supervisor {
  private Supervisor() {}

  /**
   * Starts a command and stays until the end. Takes over the signals of this process, so that it is
   * called once, and after everything that a signal should interrupt.
   *
   * @param supervision whether processes that the command leaves behind are ended: SIGTERM, and
   *     after 10 seconds SIGKILL
   * @param starter starts the command
   * @param started learns of it, in the calling thread
   * @param messages receives what does not hold here, in sentences
   * @return the exit status of the command as a shell reports it: 128 plus the number of a signal
   * @throws IOException what the starter throws
   */
  public static int run(
      Supervision supervision, Starter starter, Started started, Consumer<String> messages)
      throws IOException {
    return run(supervision, starter, started, messages, Rest.GRACE);
  }

  /** As {@link #run}, with another time after which processes are killed. */
  static int run(
      Supervision supervision,
      Starter starter,
      Started started,
      Consumer<String> messages,
      Duration grace)
      throws IOException {
    SignalRelay signals = SignalRelay.begin();
    adoptOrphans(messages);
    int status = 1;
    try (CommandThread thread = CommandThread.start(starter, signals)) {
      ChildProcess command = thread.command();
      tell(started, command, signals, grace);
      status = command.awaitWithOrphans();
      if (Descendants.exist()) {
        signals.passTo(signal -> Broadcast.of(signal).send());
        awaitRest(supervision, new Rest(grace));
      }
      return status;
    } finally {
      signals.end(status);
    }
  }

  /** If the callback fails, the command is ended before what belongs to it is removed. */
  private static void tell(
      Started started, ChildProcess command, SignalRelay signals, Duration grace)
      throws IOException {
    boolean known = false;
    try {
      started.started(command);
      known = true;
    } finally {
      if (!known) {
        command.terminate();
        signals.passTo(signal -> Broadcast.of(signal).send());
        new Rest(grace).end();
      }
    }
  }

  private static void adoptOrphans(Consumer<String> messages) {
    try {
      Descendants.adoptOrphans();
    } catch (SystemCallException e) {
      messages.accept(
          e.getMessage() + "; processes that the command leaves behind are not waited for");
    }
  }

  private static void awaitRest(Supervision supervision, Rest rest) throws IOException {
    if (supervision.killsRest()) {
      rest.end();
    } else {
      rest.await();
    }
  }
}
