// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import java.io.IOException;
import java.nio.file.Path;

/** The working directory of this process, byte for byte, whatever the locale is. */
public final class WorkingDirectory {
  private WorkingDirectory() {}

  /** The absolute form of a path. */
  public static BytePath resolve(BytePath path) throws IOException {
    if (path.isAbsolute()) {
      return path;
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
