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
 * A command that this process starts and waits for, in its own process group, so that a terminal
 * reaches both. When the command stops, this process stops too if it is the job of a shell.
 *
 * <p>The command inherits the standard streams, and handles for which {@link
 * Handle#letChildrenInherit} was called. Signals that the caller of this process ignores are
 * ignored by the command.
 */
public final class ChildProcess {
  private static final int SIGNALLED = 128;
  private static final int SIGNAL_MASK = 0x7f;
  private static final int FIRST_PROCESS = 1;
  private static final int ANY = 0;

  private final int pid;
  private final SignalRelay signals;
  private boolean ended;

  private ChildProcess(int pid, SignalRelay signals) {
    this.pid = pid;
    this.signals = signals;
  }

  /**
   * Starts a program that is found by PATH, posix_spawnp(3), as the calling thread is: in its
   * namespaces and working directory, and as its user.
   *
   * <p>If the command asks for a signal at the end of its parent, prctl(2) with PR_SET_PDEATHSIG,
   * that is the end of the calling thread.
   *
   * @param words the program and its arguments
   * @param environment entries {@code NAME=value}
   * @param signals what is passed on to it
   * @throws SystemCallException with ENOENT if there is no such program, or if it cannot be run
   */
  public static ChildProcess start(List<Bytes> words, List<Bytes> environment, SignalRelay signals)
      throws SystemCallException {
    SignalState.ofCaller().ofChild().ignore();
    int pid = Processes.spawn(toArrays(words), toArrays(environment), signals.defaultSignals());
    check(pid, SystemCall.RUN, words.getFirst());
    return signals.receivedBy(new ChildProcess(pid, signals));
  }

  /**
   * Starts a program, posix_spawn(3), with the rights of the calling thread, that finds its signals
   * as they are for the caller of this process.
   *
   * @param program its path, with a slash
   * @param words how it is called, and its arguments
   * @param environment entries {@code NAME=value}
   * @param found what it finds; those to be ignored are ignored by this process, too, but for
   *     SIGCHLD, which neither ignores
   * @param ownSession whether it leads a session of its own, setsid(2)
   * @param signals what is passed on to it
   */
  public static ChildProcess start(
      Bytes program,
      List<Bytes> words,
      List<Bytes> environment,
      SignalState found,
      boolean ownSession,
      SignalRelay signals)
      throws SystemCallException {
    SignalState ofChild = found.ofChild();
    ofChild.ignore();
    Processes.resetToDefault(Constants.SIGCHLD);
    int pid =
        Processes.spawn(
            program.toArray(),
            toArrays(words),
            toArrays(environment),
            new Processes.Attributes(
                ofChild.defaults() | signals.defaultSignals(), ofChild.blocked(), ownSession));
    check(pid, SystemCall.RUN, program);
    return signals.receivedBy(new ChildProcess(pid, signals));
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

  /** Its process id. */
  public int pid() {
    return pid;
  }

  /**
   * Waits for its end: its exit code, or 128 plus the number of the signal that ended it. As the
   * first process of a pid namespace, also waits for orphans, as init(1) does.
   */
  public int await() throws SystemCallException {
    return await(CurrentProcess.pid() == FIRST_PROCESS ? ANY : pid);
  }

  /** As {@link #await}, and waits for all other children that end before it. */
  public int awaitWithOrphans() throws SystemCallException {
    return await(ANY);
  }

  private int await(int which) throws SystemCallException {
    awaitEnd(which);
    signals.keep();
    int status = takeStatus();
    int signal = status & SIGNAL_MASK;
    return signal == 0 ? (status >> 8) & 0xff : SIGNALLED + signal;
  }

  /** Its id may belong to another process from then on. */
  private synchronized int takeStatus() throws SystemCallException {
    ended = true;
    return check(Processes.await(pid), SystemCall.WAIT);
  }

  private void awaitEnd(int which) throws SystemCallException {
    int changed;
    while ((changed = check(Processes.awaitChange(which), SystemCall.WAIT)) != pid) {
      if (changed == (Processes.STOPPED | pid)) {
        JobControl.stopWith(pid);
      } else if ((changed & Processes.STOPPED) == 0) {
        check(Processes.await(changed), SystemCall.WAIT);
      }
    }
  }
}
