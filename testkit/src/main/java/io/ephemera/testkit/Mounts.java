// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Mounts below a directory that this process sees itself, unlike those of a {@link MountNamespace}:
 * the kernel lets no process remove its own mount points. They are visible to the whole machine,
 * and end when this process ends, however it ends.
 *
 * <p>Needs root and CAP_SYS_ADMIN, see {@link TestUser#mayMount}.
 */
public final class Mounts implements AutoCloseable {
  /** The directory is a mount point itself, so one call unmounts everything below it. */
  private static final String SCRIPT =
      """
      set -eu
      mount --bind "$1" "$1"
      trap 'cd /; umount -l "$1"' EXIT
      trap 'exit 1' HUP INT TERM
      mount --make-private "$1"
      cd "$1"
      eval "$2"
      echo ready
      cat
      """;

  private final Process process;

  private Mounts(Process process) {
    this.process = process;
  }

  /**
   * Runs a shell script that mounts file systems.
   *
   * @param directory its working directory
   * @throws IllegalStateException if a command of the script fails
   */
  public static Mounts below(Path directory, String script) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", SCRIPT, "sh", directory.toString(), script)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
      if (!"ready".equals(output.readLine())) {
        throw new IllegalStateException("cannot mount below " + directory + ": " + script);
      }
      return new Mounts(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unmounts them. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException("cannot unmount: " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
