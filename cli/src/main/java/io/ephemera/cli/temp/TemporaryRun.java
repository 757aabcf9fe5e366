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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs a program with a temporary directory of its own as TMPDIR, and removes the directory when
 * the program ends.
 *
 * <p>Signals that this process is sent are passed on to the program, and this process ends with it.
 * Without a compiled handler only SIGTERM reaches it, for SIGHUP too: the virtual machine does not
 * say which one ended it.
 *
 * <p>The program inherits a lock on the directory. If this process is killed, the program continues
 * and keeps the directory; after the program and all processes that inherited the lock have ended,
 * the next sweep removes it.
 */
final class TemporaryRun {
  private static final List<Bytes> BY_SHELL =
      List.of(Bytes.latin1("/bin/sh"), Bytes.latin1("-c"), Bytes.latin1("exec \"$0\" \"$@\""));

  private final Output output;

  private final CompletableFuture<ChildProcess> started = new CompletableFuture<>();

  /** The end of the program and of its directory. */
  private final CompletableFuture<ExitStatus> over = new CompletableFuture<>();

  TemporaryRun(Output output) {
    this.output = output;
  }

  /** Runs a program; the exit status is the one that a shell would report. */
  ExitStatus run(List<Bytes> program, Place place) throws IOException {
    boolean signalsTaken = ChildProcess.takeSignals();
    if (!signalsTaken) {
      endAfterProgram();
    }
    ExitStatus status = ExitStatus.FAILED_STEPS;
    try {
      status = runIn(TemporaryDirectory.create(place), program, signalsTaken);
    } finally {
      over.complete(status);
    }
    return status;
  }

  /** When a signal ends the virtual machine: ends the program first, and then as it did. */
  private void endAfterProgram() {
    Thread hook =
        new Thread(() -> {
          if (!over.isDone()) {
            CompletableFuture<?> ignored = started.thenAccept(ChildProcess::terminate);
            Runtime.getRuntime().halt(over.join().code());
          }
        });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private ExitStatus runIn(TemporaryDirectory directory, List<Bytes> program, boolean signalsTaken)
      throws IOException {
    try {
      return runIn(JavaPath.bytes(directory.path()), program, signalsTaken);
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

  private ExitStatus runIn(BytePath path, List<Bytes> program, boolean signalsTaken)
      throws IOException {
    // A lock of its own: the one of the library ends when the library closes its descriptor.
    try (Directory found = Directory.openAmbient(path);
        Directory inherited = found.reopenForReading()) {
      LockAttempt ignored = inherited.lockShared(); // without locks, creating it has said so
      inherited.letChildrenInherit();
      ChildProcess.keepFromChildren(
          JavaPath.bytes(Path.of(System.getProperty("java.home")).toRealPath()));
      ChildProcess child = start(program, ChildEnvironment.with(path), signalsTaken);
      started.complete(child);
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
      List<Bytes> program, List<Bytes> environment, boolean signalsTaken)
      throws SystemCallException {
    try {
      return ChildProcess.start(program, environment, signalsTaken);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOEXEC)) {
        throw e;
      }
      List<Bytes> byShell = new ArrayList<>(BY_SHELL);
      byShell.addAll(program);
      return ChildProcess.start(byShell, environment, signalsTaken);
    }
  }
}
