// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.process.CurrentProcess;
import java.io.IOException;
import java.nio.file.Path;

/** The working directory of this process, byte for byte, whatever the locale is. */
public final class WorkingDirectory {
  private static volatile boolean hasNoPath;

  private WorkingDirectory() {}

  /**
   * Makes a directory that was removed, or that no path leads to for this user, the working
   * directory again, so that no relative path leads anywhere else.
   *
   * @param descriptor of this directory, which is then closed
   */
  public static void returnTo(int descriptor) {
    // The file system of java.nio.file needs a working directory that has a path when it starts.
    Path _ = Path.of("/");
    CurrentProcess.enterDirectory(descriptor);
    hasNoPath = true;
  }

  /**
   * The absolute form of a path.
   *
   * @throws IOException if the path is relative and no path leads to the working directory: the one
   *     that the kernel reports for a removed directory may lead to another
   */
  public static BytePath resolve(BytePath path) throws IOException {
    if (path.isAbsolute()) {
      return path;
    }
    if (hasNoPath) {
      throw new IOException(
          "'" + path + "' is relative, and no path leads to the working directory");
    }
    try (Directory process = Directory.openAmbient(BytePath.of("/proc/self"))) {
      return BytePath.of(process.linkText(Name.of("cwd"))).append(path);
    }
  }

  /**
   * The absolute form of a directory on the command line.
   *
   * @throws UsageException if it is empty
   */
  public static Path resolve(Bytes directory) throws UsageException, IOException {
    UsageException.require(!directory.isEmpty(), "the name of the directory is empty");
    return JavaPath.of(resolve(BytePath.of(directory)));
  }
}
