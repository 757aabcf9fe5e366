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
  private static final int LARGEST = 64 << 20;

  private SmallFile() {}

  /**
   * The content of a regular file below a root directory, or null if there is nothing at the path.
   *
   * @throws IOException if it is not known what the file contains: it cannot be read, or is a
   *     device, a fifo or a directory, which are not opened
   */
  static @Nullable Bytes readIfExists(Root root, BytePath path) throws IOException {
    return readIfExists(root, path, Trust.SYSTEM);
  }

  /** As {@link #readIfExists(Root, BytePath)}, with a requirement on its owner. */
  static @Nullable Bytes readIfExists(Root root, BytePath path, Trust trust) throws IOException {
    try (Inode inode = trust.followIfExists(root, path)) {
      return inode == null ? null : read(inode);
    } catch (IOException e) {
      throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** Opens the inode only if it is a regular file. */
  private static Bytes read(Inode inode) throws IOException {
    if (!inode.stat().isRegular()) {
      throw new IOException("not a regular file");
    }
    try (OpenFile file = inode.openForReading()) {
      return file.readAll(LARGEST);
    }
  }
}
