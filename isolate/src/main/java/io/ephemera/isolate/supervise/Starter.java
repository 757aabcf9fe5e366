// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.supervise;

import io.ephemera.process.ChildProcess;
import io.ephemera.process.SignalRelay;
import java.io.IOException;

/** Prepares and starts a command. */
@FunctionalInterface
public interface Starter {
  /**
   * Starts the command, {@link ChildProcess#start}. Called once, in a thread that runs nothing
   * else: it may enter namespaces and change its user, which the command inherits and the process
   * that stays does not.
   *
   * @param signals to give to {@link ChildProcess#start}, also of commands that run before
   */
  ChildProcess start(SignalRelay signals) throws IOException;
}
