// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Seccomp;

/**
 * What a program of another user could do with the terminal of the caller: put text into its input,
 * ioctl_tty(2), as if the caller had typed it. {@code TIOCSTI} does so for every terminal where the
 * kernel allows it, {@code TIOCLINUX} for the virtual consoles.
 */
public final class TerminalInjection {
  private static final String ALLOWED = "/proc/sys/dev/tty/legacy_tiocsti";

  // Major numbers of terminals, and the first minor number of those of serial lines:
  // admin-guide/devices.txt of the kernel.
  private static final int TTY = 4;
  private static final int TTY_AUX = 5;
  private static final int FIRST_SERIAL = 64;
  private static final int CONSOLE = 1;

  private TerminalInjection() {}

  /**
   * Whether a program that takes the place of this process, or is started by it, could do so: a
   * descriptor is a terminal, or this process has a controlling terminal, which /dev/tty opens even
   * if no descriptor is left. True if it cannot be found out.
   */
  public static boolean isPossible() throws SystemCallException {
    boolean everywhere = !new KernelFiles().text(ALLOWED).startsWith("0");
    ProcessStat process = ProcessStat.ofThisProcess();
    if (process == null || isInjectable(process, everywhere)) {
      return true;
    }
    for (OpenDescriptor open : OpenDescriptor.list()) {
      if (open.isTerminal() && (everywhere || isConsole(open))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInjectable(ProcessStat process, boolean everywhere) {
    return process.terminal() != 0
        && (everywhere || isConsole(process.terminalMajor(), process.terminalMinor()));
  }

  private static boolean isConsole(OpenDescriptor open) throws SystemCallException {
    Stat stat = Stat.ofDescriptor(open.number());
    return isConsole(stat.nodeMajor(), stat.nodeMinor());
  }

  private static boolean isConsole(int major, int minor) {
    return (major == TTY && minor < FIRST_SERIAL) || (major == TTY_AUX && minor <= CONSOLE);
  }

  /**
   * Denies it to the calling thread and to what it executes or starts, seccomp(2).
   *
   * @return false if the kernel installs no filter for this thread: that needs CAP_SYS_ADMIN or
   *     no_new_privs
   */
  public static boolean deny() {
    return Seccomp.denyTerminalInjection() == 0;
  }
}
