// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads files that say something about a system. */
final class SmallFile {
  private static final int LARGEST = 4 << 20;

  private SmallFile() {}

  /**
   * The content of a regular file below a root directory, or null where there is none that can be
   * read.
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

  /**
   * The content of a file of the kernel, without the newline at its end; empty where there is none.
   */
  static Bytes ofKernel(String path) {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of(path))) {
      Bytes content = file.readAll(LARGEST);
      String text = content.latin1();
      return Bytes.latin1(text.substring(0, Whitespace.trimmedEnd(text)));
    } catch (IOException e) {
      return Bytes.EMPTY;
    }
  }
}
