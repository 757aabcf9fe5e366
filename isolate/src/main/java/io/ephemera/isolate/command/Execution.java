// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.isolate.plan.Descriptors;
import io.ephemera.process.SignalState;
import java.util.List;

/**
 * A program to execute, with everything that it inherits beside the rights, the working directory
 * and the mounts of the calling thread.
 *
 * @param program its path, or a name that PATH of the environment finds
 * @param words how it is called, and its arguments; at least one
 * @param environment entries {@code NAME=value}
 * @param keepsDescriptors whether it inherits the caller's descriptors above 2 other than those of
 *     LISTEN_FDS
 * @param passed what it inherits in any case
 * @param signals how it finds its signals
 * @param ownSession whether it leaves the terminal's session
 */
public record Execution(
    Bytes program,
    List<Bytes> words,
    List<Bytes> environment,
    boolean keepsDescriptors,
    List<Handle> passed,
    SignalState signals,
    boolean ownSession) {

  /** Takes copies. */
  public Execution {
    words = List.copyOf(words);
    environment = List.copyOf(environment);
    passed = List.copyOf(passed);
  }

  /** Whether a command inherits the caller's descriptors above 2. */
  public static boolean keepsDescriptors(Descriptors policy, boolean userChanges) {
    return switch (policy) {
      case KEEP -> true;
      case CLOSE -> false;
      case USUAL -> !userChanges;
    };
  }

  /** Another program under the same circumstances. */
  public Execution of(Bytes otherProgram, List<Bytes> otherWords) {
    return new Execution(
        otherProgram, otherWords, environment, keepsDescriptors, passed, signals, ownSession);
  }
}
