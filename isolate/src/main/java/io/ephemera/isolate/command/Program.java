// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.linux.errno.Errno;
import java.util.List;

/**
 * The file of a command. Looking for it early finds what is missing before anything is made; what
 * counts is execve(2), later and with the rights of the command.
 */
public final class Program {
  private static final int EXECUTABLE = 0111;

  private enum Look {
    EXECUTABLE,
    NOT_EXECUTABLE,
    ABSENT,
    /** This process may not look there; the command may be allowed to. */
    UNKNOWN
  }

  private Program() {}

  /**
   * Checks that a command can be found, as far as this process can see.
   *
   * @param word the first word of the command
   * @param environment of the command; entries {@code NAME=value}
   * @param workingDirectory of the command, absolute
   * @throws RunException if there is certainly no such program, or it certainly cannot be executed
   */
  public static void check(Bytes word, List<Bytes> environment, BytePath workingDirectory)
      throws RunException {
    Look best = Look.ABSENT;
    for (Bytes file : ProgramSearch.candidates(word, environment)) {
      BytePath path = BytePath.of(file);
      Look look = look(path.isAbsolute() ? path : workingDirectory.append(path));
      if (look == Look.EXECUTABLE || look == Look.UNKNOWN) {
        return;
      }
      best = look == Look.NOT_EXECUTABLE ? look : best;
    }
    throw best == Look.ABSENT ? notFound(word) : notExecutable(word);
  }

  private static Look look(BytePath file) {
    try (Inode found = Inode.openAmbient(file)) {
      Stat stat = found.stat();
      boolean executable = stat.isRegular() && (stat.mode() & EXECUTABLE) != 0;
      return executable ? Look.EXECUTABLE : Look.NOT_EXECUTABLE;
    } catch (SystemCallException e) {
      return e.is(Errno.ENOENT, Errno.ENOTDIR) ? Look.ABSENT : Look.UNKNOWN;
    }
  }

  /** What to say of a command that execve(2) refused. */
  static RunException refused(Bytes word, SystemCallException refusal) {
    if (!refusal.is(Errno.ENOENT)) {
      return new RunException(
          Failure.CANNOT_RUN, "cannot run " + word + ": " + refusal.errno().text(), refusal);
    }
    return notFound(word);
  }

  private static RunException notFound(Bytes word) {
    String where = word.latin1().contains("/") ? "" : " in the directories of PATH";
    return new RunException(
        Failure.NOT_FOUND,
        "cannot run "
            + word
            + ": there is no such program"
            + where
            + ", or its interpreter is missing");
  }

  private static RunException notExecutable(Bytes word) {
    return new RunException(
        Failure.CANNOT_RUN, "cannot run " + word + ": it is not an executable file; see chmod(1)");
  }
}
