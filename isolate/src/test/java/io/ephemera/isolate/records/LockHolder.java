// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that holds the lock of a file, flock(1), until it is closed. */
final class LockHolder implements AutoCloseable {
  private final Process process;

  private LockHolder(Process process) {
    this.process = process;
  }

  static LockHolder of(Path file) throws IOException {
    Process process =
        new ProcessBuilder("flock", file.toString(), "sh", "-c", "echo held; exec cat")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = process.inputReader().readLine();
    if (!"held".equals(said)) {
      throw new IllegalStateException("flock said " + said);
    }
    return new LockHolder(process);
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      int ignored = process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
