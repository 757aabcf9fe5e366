// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the small files that describe a system, such as os-release(5). */
final class SmallFile {
  private static final int LARGEST = 4 << 20;

  private SmallFile() {}

  /**
   * The content of a regular file below a root directory, or null if there is no such file or it
   * cannot be read.
   */
  static @Nullable Bytes readIfExists(Root root, BytePath path) {
    try (Inode inode = root.followIfExists(path)) {
      if (inode == null || !inode.stat().isRegular()) {
        return null;
      }
      try (OpenFile file = inode.openForReading()) {
        return file.readAll(LARGEST);
      }
    } catch (IOException e) {
      return null;
    }
  }
}
