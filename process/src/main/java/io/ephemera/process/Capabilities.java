// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Credentials;

/** What a thread may do that other threads of its user may not, capabilities(7). */
public final class Capabilities {
  private Capabilities() {}

  /**
   * Takes all from the calling thread, and from what it becomes or starts: permitted, effective,
   * inheritable and ambient ones. A program of another user than root gains none by execve(2).
   */
  public static void dropAll() throws SystemCallException {
    check(Credentials.dropCapabilities(), SystemCall.DROP_CAPABILITIES);
  }
}
