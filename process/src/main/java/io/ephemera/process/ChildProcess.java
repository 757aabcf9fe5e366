// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Processes;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that this process started and waits for, as system(3) does: the signals that a terminal
 * sends are for the command, and this process ignores them from then on.
 *
 * <p>It inherits the standard streams, and what {@link Handle#letChildrenInherit} is told of.
 */
public final class ChildProcess {
  private static final int SIGNALLED = 128;
  private static final int SIGNAL = 0x7f;

  private final int pid;

  private ChildProcess(int pid) {
    this.pid = pid;
  }

  /**
   * Starts a program, posix_spawnp(3), which is looked for by PATH.
   *
   * @param words the program and its arguments
   * @param environment entries {@code NAME=value}
   * @throws SystemCallException if there is none (ENOENT), or it cannot be run
   */
  public static ChildProcess start(List<Bytes> words, List<Bytes> environment)
      throws SystemCallException {
    long wereHeard = 0;
    for (int signal : new int[] {Constants.SIGINT, Constants.SIGQUIT}) {
      if (!Processes.ignore(signal)) {
        wereHeard |= 1L << (signal - 1);
      }
    }
    int pid = Processes.spawn(arrays(words), arrays(environment), wereHeard);
    return new ChildProcess(check(pid, SystemCall.RUN, words.getFirst()));
  }

  /**
   * Keeps from processes that are started what this one has open below a directory: the virtual
   * machine opens files of its own without O_CLOEXEC. What whoever started this process left open
   * for it is inherited further, as with any program.
   */
  public static void keepFromChildren(BytePath directory) throws SystemCallException {
    try (Directory held = Directory.openAmbient(BytePath.of("/proc/self/fd"));
        Directory numbers = held.reopenForReading()) {
      DirectoryStream entries = numbers.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        Bytes target = numbers.linkText(name);
        if (target.at(0) == '/' && BytePath.of(target).startsWith(directory)) {
          Fd open = new Fd(Integer.parseInt(name.bytes().latin1()));
          check(Io.setInherited(open, false), SystemCall.SET_DESCRIPTOR_FLAGS);
        }
      }
    }
  }

  private static List<byte[]> arrays(List<Bytes> words) {
    List<byte[]> arrays = new ArrayList<>(words.size());
    for (Bytes word : words) {
      arrays.add(word.toArray());
    }
    return arrays;
  }

  /** Waits for its end: its exit code, or 128 and the number of the signal that ended it. */
  public int await() throws SystemCallException {
    int status = check(Processes.await(pid), SystemCall.WAIT);
    int signal = status & SIGNAL;
    return signal == 0 ? (status >> 8) & 0xff : SIGNALLED + signal;
  }
}
