// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.supervise;

import io.ephemera.process.ChildProcess;
import java.io.IOException;

/** Learns of a command that was started. */
@FunctionalInterface
public interface Started {
  /**
   * The command runs.
   *
   * @throws IOException to end it
   */
  void started(ChildProcess command) throws IOException;
}
