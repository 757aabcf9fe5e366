// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.SignalRelay;

/**
 * A command beside this process, which finds what it would find if it took the place of this
 * process, but for its pid and parent. It gets the rights of the calling thread.
 *
 * <p>From then on, this process ignores the signals that the command ignores, and all programs that
 * it starts inherit the same descriptors.
 */
public final class ChildStart {
  private ChildStart() {}

  /**
   * Starts the command.
   *
   * @param relay passes on signals to it
   * @throws RunException if the command cannot be run
   */
  public static ChildProcess start(Execution execution, SignalRelay relay) throws RunException {
    try {
      InheritedDescriptors.prepare(execution);
    } catch (SystemCallException e) {
      throw new RunException(
          Failure.NOT_PERMITTED, e.getMessage() + "; the command was not started", e);
    }
    try {
      return ProgramSearch.attempt(
          execution.program(),
          execution.words(),
          execution.environment(),
          (file, words) ->
              ChildProcess.start(
                  file,
                  words,
                  execution.environment(),
                  execution.signals(),
                  execution.ownSession(),
                  relay));
    } catch (SystemCallException e) {
      throw Program.refused(execution.program(), e);
    }
  }
}
