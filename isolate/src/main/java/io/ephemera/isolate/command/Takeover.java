// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.CurrentProcess;

/**
 * The end of this process as itself: it becomes the command, with the same pid, parent, session and
 * limits, and with the rights of the calling thread.
 */
public final class Takeover {
  private Takeover() {}

  /**
   * Becomes the command. Returns only by its exception.
   *
   * @throws RunException if the command cannot be run
   */
  public static void become(Execution execution) throws RunException {
    try {
      InheritedDescriptors.prepare(execution);
      if (execution.ownSession()) {
        CurrentProcess.leaveTerminal();
      }
      execution.signals().restore();
    } catch (SystemCallException e) {
      throw new RunException(
          Failure.NOT_PERMITTED, e.getMessage() + "; the command was not started", e);
    }
    try {
      ProgramSearch.attempt(
          execution.program(),
          execution.words(),
          execution.environment(),
          (file, words) -> {
            CurrentProcess.become(file, words, execution.environment());
            return file;
          });
    } catch (SystemCallException e) {
      throw Program.refused(execution.program(), e);
    }
  }
}
