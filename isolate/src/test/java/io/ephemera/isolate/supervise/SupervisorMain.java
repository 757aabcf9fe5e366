// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.supervise;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Supervision;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.Environ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Supervises a command: {@code WAIT|KILL|KILL_AT_ONCE COMMAND [ARGUMENT...]}. Where there is a FIFO
 * {@code fails-when-ready}, this reads it when the command has started, and fails.
 */
final class SupervisorMain {
  private SupervisorMain() {}

  public static void main(String[] arguments) throws IOException {
    Duration grace = arguments[0].equals("KILL_AT_ONCE") ? Duration.ZERO : Rest.GRACE;
    Supervision supervision = new Supervision(true, false, !arguments[0].equals("WAIT"));
    List<Bytes> command = Stream.of(arguments).skip(1).map(Bytes::utf8).toList();
    int status =
        Supervisor.run(
            supervision,
            signals -> ChildProcess.start(command, Environ.ofProcess().entries(), signals),
            SupervisorMain::started,
            System.err::println,
            grace);
    Runtime.getRuntime().halt(status);
  }

  private static void started(ChildProcess command) throws IOException {
    Path ready = Path.of("fails-when-ready");
    if (Files.exists(ready)) {
      byte[] ignored = Files.readAllBytes(ready);
      throw new IOException("told in vain");
    }
  }
}
