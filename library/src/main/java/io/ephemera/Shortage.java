// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.ByteSize;
import io.ephemera.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/** What a file system lacks for a need, in words that go on behind a path. */
final class Shortage {
  static final String READ_ONLY = "is on a read-only file system";

  private Shortage() {}

  /** The first thing that it lacks, or null. */
  static @Nullable String of(FileSystem fileSystem, Need need) {
    if (fileSystem.readOnly()) {
      return READ_ONLY;
    }
    if (need.isExecutable() && fileSystem.noExec()) {
      return "is mounted noexec: nothing there can be executed or loaded as a library";
    }
    if (need.isPersistent() && fileSystem.isInMemory()) {
      return "is " + fileSystem.typeName() + ", in memory: it is empty after a boot";
    }
    return fileSystem.available() < need.bytes() ? tooLittle(fileSystem, need) : null;
  }

  private static String tooLittle(FileSystem fileSystem, Need need) {
    return "is "
        + fileSystem.typeName()
        + ", "
        + ByteSize.format(fileSystem.size())
        + " in all, "
        + ByteSize.format(fileSystem.available())
        + " free, you asked for "
        + ByteSize.format(need.bytes());
  }
}
