// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A private mount namespace, mount_namespaces(7), that another process keeps alive. Its mounts are
 * visible through {@link #path} only; those of this machine do not change.
 *
 * <p>Needs CAP_SYS_ADMIN, see {@link TestUser#mayMount}.
 */
public final class MountNamespace implements AutoCloseable {
  private final Process process;

  private MountNamespace(Process process) {
    this.process = process;
  }

  /**
   * Creates a namespace and runs a shell script in it.
   *
   * @param directory the working directory of the script
   * @throws IllegalStateException if a command of the script fails
   */
  public static MountNamespace after(String script, Path directory) {
    String kept = "set -e\n" + script + "\necho ready\nexec cat";
    try {
      Process process =
          new ProcessBuilder("unshare", "--mount", "--propagation", "private", "sh", "-c", kept)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
      String last = output.readLine();
      if (!"ready".equals(last)) {
        process.destroy();
        throw new IllegalStateException("the script failed in the mount namespace: " + last);
      }
      return new MountNamespace(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The path outside of an absolute path in the namespace, proc_pid_root(5). */
  public Path path(Path inside) {
    return Path.of("/proc/" + process.pid() + "/root" + inside);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      int ignored = process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
