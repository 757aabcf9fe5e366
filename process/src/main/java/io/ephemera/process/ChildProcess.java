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
 * A command that this process starts and waits for, as system(3) does: from then on this process
 * ignores the signals of a terminal, which are for the command.
 *
 * <p>The command inherits the standard streams, and handles for which {@link
 * Handle#letChildrenInherit} was called.
 */
public final class ChildProcess {
  private static final int SIGNALLED = 128;
  private static final int SIGNAL_MASK = 0x7f;

  private final int pid;

  private ChildProcess(int pid) {
    this.pid = pid;
  }

  /**
   * Starts a program that is found by PATH, posix_spawnp(3).
   *
   * @param words the program and its arguments
   * @param environment entries {@code NAME=value}
   * @throws SystemCallException with ENOENT if there is no such program, or if it cannot be run
   */
  public static ChildProcess start(List<Bytes> words, List<Bytes> environment)
      throws SystemCallException {
    long defaultSignals = 0;
    for (int signal : new int[] {Constants.SIGINT, Constants.SIGQUIT}) {
      if (!Processes.ignore(signal)) {
        defaultSignals |= 1L << (signal - 1);
      }
    }
    int pid = Processes.spawn(toArrays(words), toArrays(environment), defaultSignals);
    return new ChildProcess(check(pid, SystemCall.RUN, words.getFirst()));
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

  /** Waits for its end: its exit code, or 128 plus the number of the signal that ended it. */
  public int await() throws SystemCallException {
    int status = check(Processes.await(pid), SystemCall.WAIT);
    int signal = status & SIGNAL_MASK;
    return signal == 0 ? (status >> 8) & 0xff : SIGNALLED + signal;
  }
}
