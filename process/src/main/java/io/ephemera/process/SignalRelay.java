// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Processes;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes on to a command the signals that this process is sent: all but those that no process can
 * handle, SIGCHLD, and those that the virtual machine needs. From the beginning on they do not end
 * this process; what arrives before the command starts is sent to it then. What is ignored stays
 * ignored.
 *
 * <p>What the command gets by itself is not sent to it again: what a terminal sends to the process
 * group of both, and what the command sends to its group. <b>Limits:</b> a signal that another
 * process sends to the whole group reaches the command twice, because the kernel does not say that
 * it was sent to a group.
 *
 * <p>Where there is no compiled handler, only a signal that ends the virtual machine in an orderly
 * way is passed on, as SIGTERM, for SIGHUP too: the virtual machine does not say which one it was.
 */
public final class SignalRelay {
  private static final int LAST = 64;

  /** The exit status for SIGTERM. */
  private static final int TERMINATED = 128 + Constants.SIGTERM;

  /** Signals 32 and 33 belong to the C library, nptl(7). */
  private static final long OF_LIBRARY = bit(32) | bit(33);

  /** Of the JDK, SIGRTMAX - 2: interrupts a thread that is blocked in a call. */
  private static final long OF_JDK = bit(62);

  private static final long FAULTS =
      bit(Constants.SIGILL)
          | bit(Constants.SIGTRAP)
          | bit(Constants.SIGBUS)
          | bit(Constants.SIGFPE)
          | bit(Constants.SIGSEGV)
          | bit(Constants.SIGSYS);

  private static final long KEPT =
      bit(Constants.SIGKILL)
          | bit(Constants.SIGSTOP)
          | bit(Constants.SIGCHLD)
          | FAULTS
          | OF_LIBRARY
          | OF_JDK;

  private static final int[] FROM_KEYBOARD = {Constants.SIGINT, Constants.SIGQUIT};
  private static final int[] STOPS = {Constants.SIGTSTP, Constants.SIGTTIN, Constants.SIGTTOU};

  private final boolean isCompiled;
  private final long defaultSignals;

  /** The exit status, once everything has ended; waited for where there is no compiled handler. */
  private @Nullable Integer over;

  /** Ends the receiver, if there is one. */
  private @Nullable Runnable terminate;

  private boolean ending;

  private SignalRelay(boolean isCompiled, long defaultSignals) {
    this.isCompiled = isCompiled;
    this.defaultSignals = defaultSignals;
  }

  /** For a child that gets no signals from this process, which handles none. */
  public static SignalRelay none() {
    return new SignalRelay(true, 0);
  }

  /** Takes over the signals of this process. */
  public static SignalRelay begin() {
    Processes.resetToDefault(Constants.SIGCHLD); // if it is ignored, there is nothing to wait for
    boolean compiled = true;
    for (int signal = 1; signal <= LAST; signal++) {
      if ((KEPT & bit(signal)) == 0) {
        compiled &= Processes.passSignal(signal);
      }
    }
    return compiled ? new SignalRelay(true, 0) : byVirtualMachine();
  }

  private static SignalRelay byVirtualMachine() {
    SignalRelay relay = new SignalRelay(false, ignoreKeyboard());
    Runtime.getRuntime().addShutdownHook(new Thread(relay::endFirst));
    return relay;
  }

  /**
   * What the keyboard of a terminal sends to both must not end this process, as in system(3).
   *
   * @return a bit for each signal that was not ignored before
   */
  private static long ignoreKeyboard() {
    long changed = 0;
    for (int signal : FROM_KEYBOARD) {
      if (!Processes.ignore(signal)) {
        changed |= bit(signal);
      }
    }
    return changed;
  }

  private static long bit(int signal) {
    return 1L << (signal - 1);
  }

  /** When a signal ends the virtual machine: ends the command first, and then as it did. */
  private void endFirst() {
    if (terminateNow()) {
      Runtime.getRuntime().halt(awaitEnd());
    }
  }

  /** Whether something is left to end. */
  private synchronized boolean terminateNow() {
    if (over != null) {
      return false;
    }
    ending = true;
    if (terminate != null) {
      terminate.run();
    }
    return true;
  }

  private synchronized int awaitEnd() {
    while (over == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        return TERMINATED;
      }
    }
    return over;
  }

  private synchronized void onEnd(@Nullable Runnable next) {
    terminate = next;
    if (ending && next != null) {
      next.run();
    }
  }

  /**
   * A bit for each signal that has its default action in the command, although this process ignores
   * it.
   */
  long defaultSignals() {
    return defaultSignals;
  }

  /** Passes them on to a child from now on. */
  ChildProcess receivedBy(ChildProcess child) {
    Processes.passSignalsTo(child.pid());
    onEnd(child::terminate);
    return child;
  }

  /** Keeps those that arrive for the next receiver. */
  void keep() {
    Processes.passSignalsTo(0);
    onEnd(null);
  }

  /**
   * After the command has ended, gives a receiver those that other processes send, in a thread of
   * its own. A signal that stops processes stops this one again.
   */
  public void passTo(IntConsumer receiver) throws SystemCallException {
    onEnd(() -> receiver.accept(Constants.SIGTERM));
    if (!isCompiled) {
      return;
    }
    for (int signal : STOPS) {
      Processes.restoreDefault(signal);
    }
    Fd[] ends = new Fd[2];
    int ignored = check(Io.pipe(ends), SystemCall.CREATE_PIPE);
    Thread reader = new Thread(() -> read(ends[0], receiver), "ephemera-signals");
    reader.setDaemon(true);
    reader.start();
    Processes.passSignalsTo(ends[1]);
  }

  private static void read(Fd pipe, IntConsumer receiver) {
    byte[] signal = new byte[1];
    while (Io.read(pipe, signal, 0, 1) == 1) {
      receiver.accept(signal[0]);
    }
  }

  /**
   * Gives the signals of this process their default actions, and passes on nothing any more: for a
   * process that becomes the command. Those that have arrived meanwhile act on this process.
   */
  public void giveBack() {
    if (isCompiled) {
      for (int signal = 1; signal <= LAST; signal++) {
        if ((KEPT & bit(signal)) == 0) {
          Processes.restoreDefault(signal);
        }
      }
      Processes.passSignalsTo(CurrentProcess.pid());
    }
    end(TERMINATED);
  }

  /** Everything has ended: this process does, too, and if a signal ends it, with this status. */
  public synchronized void end(int status) {
    over = status;
    notifyAll();
  }
}
