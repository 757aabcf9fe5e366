// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Io;

/** The process that this is. */
public final class CurrentProcess {
  private static final int STANDARD_OUTPUT = 1;
  private static final int TERMINALS = 4;
  private static final int TERMINALS_TOO = 5;
  private static final int FIRST_PSEUDO_TERMINALS = 136;
  private static final int LAST_PSEUDO_TERMINALS = 143;

  private CurrentProcess() {}

  /** Whether standard error goes to a terminal. */
  public static boolean talksToTerminal() {
    return Io.standardErrorIsTerminal();
  }

  /**
   * Whether standard output goes to somebody who reads along and may go away: a pipe, a socket, a
   * terminal, or nobody because it is closed. A file or a device has to take everything.
   */
  public static boolean hasReader() {
    try {
      return isRead(Stat.ofDescriptor(STANDARD_OUTPUT));
    } catch (SystemCallException e) {
      return true;
    }
  }

  /**
   * Fills an array with bytes that nobody can guess, getrandom(2).
   *
   * @param into at most 256 bytes
   */
  public static void random(byte[] into) {
    if (Credentials.getrandom(into) != into.length) {
      throw new IllegalStateException("getrandom(2) gave fewer bytes than asked for");
    }
  }

  private static boolean isRead(Stat stat) {
    int major = stat.nodeMajor();
    return switch (stat.type()) {
      case FIFO, SOCKET -> true;
      case CHARACTER_DEVICE ->
          major == TERMINALS
              || major == TERMINALS_TOO
              || (major >= FIRST_PSEUDO_TERMINALS && major <= LAST_PSEUDO_TERMINALS);
      case REGULAR, DIRECTORY, SYMLINK, BLOCK_DEVICE, UNKNOWN -> false;
    };
  }

  /**
   * Ends the process at once, exit_group(2). For a program that has written and closed everything:
   * nothing is flushed and no hook runs. The virtual machine's own way out may wait 10 ms for
   * threads that compile or call.
   *
   * @param status 0 to 255
   */
  public static void exit(int status) {
    Credentials.exitGroup(status);
  }
}
