// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.Place;
import io.ephemera.TemporaryDirectory;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command with a temporary directory of its own as TMPDIR, which is removed when the command
 * ends.
 *
 * <p>The command inherits a lock on the directory. When this process is killed the command goes on
 * and keeps it; the next sweep takes the directory when the command, and whoever inherited from it,
 * has ended.
 */
final class TemporaryRun {
  private static final int CANNOT_RUN = 126;
  private static final int NOT_FOUND = 127;

  private static final List<Bytes> BY_SHELL =
      List.of(Bytes.latin1("/bin/sh"), Bytes.latin1("-c"), Bytes.latin1("exec \"$0\" \"$@\""));

  private final Output output;

  TemporaryRun(Output output) {
    this.output = output;
  }

  /** Runs it: its exit code, as a shell has it. */
  int run(List<Bytes> command, Place place) throws IOException {
    TemporaryDirectory directory = TemporaryDirectory.create(place);
    try {
      return runIn(JavaPath.bytes(directory.path()), command);
    } finally {
      remove(directory);
    }
  }

  private void remove(TemporaryDirectory directory) {
    try {
      directory.close();
    } catch (IOException e) {
      output.say("ephemera temp: " + directory + " could not be removed: " + e.getMessage());
    }
  }

  private int runIn(BytePath path, List<Bytes> command) throws IOException {
    // A lock of its own: that of the library is closed with the library's descriptor.
    try (Directory found = Directory.openAmbient(path);
        Directory inherited = found.reopenForReading()) {
      inherited.lockShared();
      inherited.letChildrenInherit();
      ChildProcess.keepFromChildren(
          JavaPath.bytes(Path.of(System.getProperty("java.home")).toRealPath()));
      return start(command, CommandEnvironment.with(path)).await();
    } catch (SystemCallException e) {
      if (e.call() != SystemCall.RUN) {
        throw e;
      }
      output.say("ephemera temp: " + e.getMessage());
      return e.is(Errno.ENOENT) ? NOT_FOUND : CANNOT_RUN;
    }
  }

  /** A script that names no interpreter is the shell's, as execvp(3) has it. */
  private static ChildProcess start(List<Bytes> command, List<Bytes> environment)
      throws SystemCallException {
    try {
      return ChildProcess.start(command, environment);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOEXEC)) {
        throw e;
      }
      List<Bytes> byShell = new ArrayList<>(BY_SHELL);
      byShell.addAll(command);
      return ChildProcess.start(byShell, environment);
    }
  }
}
