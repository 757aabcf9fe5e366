// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Processes;

/**
 * What a program inherits of signals, signal(7): a bit for each, 1 &lt;&lt; (number - 1).
 *
 * @param ignored those that are ignored; all others have their default action
 * @param blocked those that are blocked
 */
public record SignalState(long ignored, long blocked) {
  /**
   * The system property in which the launcher passes on the signals that were ignored before the
   * virtual machine started, which handles some of them: {@code sigignore} of proc_pid_stat(5), a
   * decimal number. A shell may ignore SIGQUIT itself, which the virtual machine leaves as it is.
   */
  private static final String AT_START = "ephemera.ignored";

  /**
   * SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV: the virtual machine works with them until it is
   * replaced, and SIGKILL and SIGSTOP cannot be ignored.
   */
  private static final long NOT_FOR_US = set(4, 5, 7, 8, 9, 11, 19);

  /** Those of the C library's threads, which it does not let anyone change. */
  private static final long OF_LIBRARY = set(32, 33);

  private static long set(int... signals) {
    long bits = 0;
    for (int signal : signals) {
      bits |= 1L << (signal - 1);
    }
    return bits;
  }

  /**
   * What this process was started with. The mask is that of its first thread, which the virtual
   * machine leaves as it is.
   */
  public static SignalState ofCaller() {
    String status = new KernelFiles().text("/proc/self/status");
    long atStart = Long.parseLong(System.getProperty(AT_START, "0")) & ~set(Constants.SIGQUIT);
    long ignored = atStart | field(status, "SigIgn:");
    return new SignalState(ignored & ~NOT_FOR_US & ~OF_LIBRARY, field(status, "SigBlk:"));
  }

  private static long field(String status, String name) {
    int at = status.indexOf("\n" + name);
    if (at < 0) {
      return 0;
    }
    int from = at + 1 + name.length();
    int end = status.indexOf('\n', from);
    return Long.parseUnsignedLong(
        status.substring(from, end < 0 ? status.length() : end).strip(), 16);
  }

  /**
   * That of a service, whoever starts it: no signal is blocked, and none but SIGPIPE is ignored.
   *
   * @param ignoresBrokenPipe whether SIGPIPE is, which a process gets that writes to a pipe without
   *     a reader
   */
  public static SignalState ofService(boolean ignoresBrokenPipe) {
    return new SignalState(ignoresBrokenPipe ? set(Constants.SIGPIPE) : 0, 0);
  }

  /**
   * The same for a child, which finds SIGCHLD with its default action: while this process ignores
   * that signal, it cannot wait for children, wait(2).
   */
  SignalState ofChild() {
    return new SignalState(ignored & ~set(Constants.SIGCHLD), blocked);
  }

  /**
   * The signals whose action is the default one. Those of the C library are among them: otherwise
   * posix_spawn(3) of glibc ignores them.
   */
  long defaults() {
    return ~ignored;
  }

  /** The lowest signal of a set that is not empty. */
  private static int lowest(long signals) {
    return Long.numberOfTrailingZeros(signals) + 1;
  }

  /** Ignores what is to be ignored: no handler for these signals is called from now on. */
  void ignore() {
    for (long left = ignored; left != 0; left &= left - 1) {
      Processes.ignore(lowest(left));
    }
  }

  /**
   * Prepares the calling thread to become a program. Signals with handlers get their default action
   * by execve(2) itself.
   */
  public void restore() throws SystemCallException {
    long others = field(new KernelFiles().text("/proc/self/status"), "SigIgn:") & ~ignored;
    for (long left = others & ~NOT_FOR_US & ~OF_LIBRARY; left != 0; left &= left - 1) {
      Processes.resetToDefault(lowest(left));
    }
    ignore();
    check(Processes.setBlocked(blocked), SystemCall.SET_SIGNAL_MASK);
  }
}
