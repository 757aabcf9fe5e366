// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Processes;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that this process starts and waits for, and to which it passes on the signals that it
 * is sent: SIGTERM, SIGINT, SIGHUP, SIGQUIT. Signals of a terminal reach the command by themselves,
 * because it is in the same process group; this process ignores them, as system(3) does.
 *
 * <p>The command inherits the standard streams, and handles for which {@link
 * Handle#letChildrenInherit} was called. Signals that the caller of this process ignores are
 * ignored by the command.
 */
public final class ChildProcess {
  private static final int SIGNALLED = 128;
  private static final int SIGNAL_MASK = 0x7f;
  private static final int FIRST_PROCESS = 1;
  private static final int[] OF_TERMINAL = {Constants.SIGINT, Constants.SIGQUIT};
  private static final int[] PASSED = {
    Constants.SIGTERM, Constants.SIGINT, Constants.SIGHUP, Constants.SIGQUIT
  };

  private final int pid;
  private boolean ended;

  private ChildProcess(int pid) {
    this.pid = pid;
  }

  /**
   * Takes over the signals: from now on they do not end this process, and the command gets those
   * that arrive before it starts, too.
   *
   * @return false if only the virtual machine can handle signals: there is no compiled handler
   */
  public static boolean takeSignals() {
    boolean taken = true;
    for (int signal : PASSED) {
      taken &= Processes.passSignal(signal);
    }
    return taken;
  }

  /**
   * Starts a program that is found by PATH, posix_spawnp(3).
   *
   * @param words the program and its arguments
   * @param environment entries {@code NAME=value}
   * @param signalsTaken what {@link #takeSignals} returned
   * @throws SystemCallException with ENOENT if there is no such program, or if it cannot be run
   */
  public static ChildProcess start(List<Bytes> words, List<Bytes> environment, boolean signalsTaken)
      throws SystemCallException {
    IgnoredSignals.ofCaller().ignoreAgain();
    long defaultSignals = signalsTaken ? 0 : ignoreSignalsOfTerminal();
    int pid = Processes.spawn(toArrays(words), toArrays(environment), defaultSignals);
    check(pid, SystemCall.RUN, words.getFirst());
    Processes.passSignalsTo(pid);
    return new ChildProcess(pid);
  }

  private static long ignoreSignalsOfTerminal() {
    long defaultSignals = 0;
    for (int signal : OF_TERMINAL) {
      if (!Processes.ignore(signal)) {
        defaultSignals |= 1L << (signal - 1);
      }
    }
    return defaultSignals;
  }

  /**
   * Keeps commands from inheriting what this process has open below a directory: the virtual
   * machine opens files of its own without O_CLOEXEC. Descriptors that this process inherited are
   * passed on, as by any program.
   */
  public static void keepFromChildren(BytePath directory) throws SystemCallException {
    for (OpenDescriptor open : OpenDescriptor.list()) {
      if (open.isBelow(directory)) {
        open.keepFromChildren();
      }
    }
  }

  private static List<byte[]> toArrays(List<Bytes> words) {
    List<byte[]> arrays = new ArrayList<>(words.size());
    for (Bytes word : words) {
      arrays.add(word.toArray());
    }
    return arrays;
  }

  /** Asks it to end, SIGTERM of kill(2), unless it has ended. */
  public synchronized void terminate() {
    if (!ended) {
      int ignored = Processes.kill(pid, Constants.SIGTERM);
    }
  }

  /** Waits for its end: its exit code, or 128 plus the number of the signal that ended it. */
  public int await() throws SystemCallException {
    awaitEnd();
    Processes.passSignalsTo(0);
    int status = takeStatus();
    int signal = status & SIGNAL_MASK;
    return signal == 0 ? (status >> 8) & 0xff : SIGNALLED + signal;
  }

  /** Its id may belong to another process from then on. */
  private synchronized int takeStatus() throws SystemCallException {
    ended = true;
    return check(Processes.await(pid), SystemCall.WAIT);
  }

  /** As the first process of a pid namespace, also waits for orphans, as init(1) does. */
  private void awaitEnd() throws SystemCallException {
    boolean first = ProcessHandle.current().pid() == FIRST_PROCESS;
    int ended;
    while ((ended = check(Processes.awaitEnd(first ? 0 : pid), SystemCall.WAIT)) != pid) {
      check(Processes.await(ended), SystemCall.WAIT);
    }
  }
}
