// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Credentials;
import io.ephemera.linux.Io;

/** The process that this is. */
public final class CurrentProcess {
  private CurrentProcess() {}

  /** Whether standard error goes to a terminal. */
  public static boolean talksToTerminal() {
    return Io.standardErrorIsTerminal();
  }

  /**
   * Ends the process at once, exit_group(2). For a program that has written and closed everything:
   * nothing is flushed and no hook runs. The virtual machine's own way out may wait 10 ms for
   * threads that compile or call.
   *
   * @param status 0 to 255
   */
  public static void exit(int status) {
    if (Boolean.getBoolean(
        "io.ephemera.training")) { // the cache is recorded when the virtual machine ends in its own
      // way
      Runtime.getRuntime().halt(status);
    }
    Credentials.exitGroup(status);
  }
}
