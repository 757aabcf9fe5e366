// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import io.ephemera.Place;
import io.ephemera.TemporaryDirectory;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.SignalRelay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program with a temporary directory of its own as TMPDIR, and removes the directory when
 * the program ends.
 *
 * <p>Signals that this process is sent are passed on to the program ({@link SignalRelay}), and this
 * process ends with it.
 *
 * <p>The program inherits a lock on the directory. If this process is killed, the program continues
 * and keeps the directory; after the program and all processes that inherited the lock have ended,
 * the next sweep removes it.
 */
final class TemporaryRun {
  private static final List<Bytes> BY_SHELL =
      List.of(Bytes.latin1("/bin/sh"), Bytes.latin1("-c"), Bytes.latin1("exec \"$0\" \"$@\""));

  private final Output output;

  TemporaryRun(Output output) {
    this.output = output;
  }

  /** Runs a program; the exit status is the one that a shell would report. */
  ExitStatus run(List<Bytes> program, Place place) throws IOException {
    SignalRelay signals = SignalRelay.begin();
    ExitStatus status = ExitStatus.FAILED_STEPS;
    try {
      status = runIn(TemporaryDirectory.create(place), program, signals);
    } finally {
      signals.end(status.code());
    }
    return status;
  }

  private ExitStatus runIn(TemporaryDirectory directory, List<Bytes> program, SignalRelay signals)
      throws IOException {
    try {
      return runIn(JavaPath.bytes(directory.path()), program, signals);
    } finally {
      remove(directory);
    }
  }

  private void remove(TemporaryDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      output.say("ephemera temp: cannot remove " + directory + ": " + e.getMessage());
    }
  }

  private ExitStatus runIn(BytePath path, List<Bytes> program, SignalRelay signals)
      throws IOException {
    // A lock of its own: the one of the library ends when the library closes its descriptor.
    try (Directory found = Directory.openAmbient(path);
        Directory inherited = found.reopenForReading()) {
      LockAttempt ignored = inherited.lockShared(); // without locks, creating it has said so
      inherited.letChildrenInherit();
      ChildProcess.keepFromChildren(
          JavaPath.bytes(Path.of(System.getProperty("java.home")).toRealPath()));
      ChildProcess child = start(program, ChildEnvironment.with(path), signals);
      return new ExitStatus(child.await());
    } catch (SystemCallException e) {
      if (e.call() != SystemCall.RUN) {
        throw e;
      }
      output.say("ephemera temp: " + e.getMessage());
      return e.is(Errno.ENOENT) ? TempDefinition.NOT_FOUND : TempDefinition.CANNOT_RUN;
    }
  }

  /** Starts it; a script without an interpreter line is run by the shell, as in execvp(3). */
  private static ChildProcess start(
      List<Bytes> program, List<Bytes> environment, SignalRelay signals)
      throws SystemCallException {
    try {
      return ChildProcess.start(program, environment, signals);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOEXEC)) {
        throw e;
      }
      List<Bytes> byShell = new ArrayList<>(BY_SHELL);
      byShell.addAll(program);
      return ChildProcess.start(byShell, environment, signals);
    }
  }
}
