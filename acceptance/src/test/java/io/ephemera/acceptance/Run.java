// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The exit code and output of a process; texts hold one character per byte. */
record Run(int exitCode, String out, String err) {

  /** Runs a command in this environment and waits for its end. */
  static Run of(Map<String, String> environment, List<String> command) {
    try {
      Path err = Files.createTempFile("ephemera-acceptance", ".err");
      try {
        return start(environment, command, err);
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while waiting for " + command, e);
    }
  }

  private static Run start(Map<String, String> environment, List<String> command, Path err)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    byte[] out = process.getInputStream().readAllBytes();
    int exitCode = process.waitFor();
    return new Run(
        exitCode,
        new String(out, StandardCharsets.ISO_8859_1),
        Files.readString(err, StandardCharsets.ISO_8859_1));
  }
}
