// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Processes;

/**
 * The signals that the caller of this program ignores, signal(7). The virtual machine handles some
 * of them, and a command would find their default action instead; the others stay ignored.
 *
 * @param mask a bit for each signal, 1 &lt;&lt; (number - 1), as {@code SigIgn} of
 *     proc_pid_status(5)
 */
record IgnoredSignals(long mask) {
  /** What the launcher read before the virtual machine started; hexadecimal. */
  private static final String AT_START = "ephemera.ignored";

  private static final int HEXADECIMAL = 16;

  /**
   * Those that the virtual machine handles and does not need: it only makes writing fail with EPIPE
   * or EFBIG, which ignoring does too, and suspends threads for profilers. It needs SIGSEGV,
   * SIGBUS, SIGFPE and SIGILL.
   */
  private static final int[] NOT_NEEDED = {Constants.SIGUSR2, Constants.SIGPIPE, Constants.SIGXFSZ};

  /** Those that the launcher found; none where it did not start this program. */
  static IgnoredSignals ofCaller() {
    return new IgnoredSignals(
        Long.parseUnsignedLong(System.getProperty(AT_START, "0"), HEXADECIMAL));
  }

  /** Ignores them again, from now on and for commands. */
  void ignoreAgain() {
    for (int signal : NOT_NEEDED) {
      if ((mask & 1L << (signal - 1)) != 0) {
        boolean ignored = Processes.ignore(signal);
      }
    }
  }
}
