// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.ByteSize;
import io.ephemera.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/** Compares a file system with a need. Reasons continue a sentence that begins with a path. */
final class UnmetNeed {
  static final String READ_ONLY = "is on a read-only file system";

  private UnmetNeed() {}

  /** The first need that the file system does not meet, or null. */
  static @Nullable String find(FileSystem fileSystem, Need need) {
    if (fileSystem.readOnly()) {
      return READ_ONLY;
    }
    if (need.isExecutable() && fileSystem.noExec()) {
      return "is mounted noexec: files there cannot be executed or loaded as libraries";
    }
    if (need.isPersistent() && fileSystem.isInMemory()) {
      return "is " + fileSystem.typeName() + ", in memory: a boot empties it";
    }
    return fileSystem.mayHold(need.bytes()) ? null : tooLittle(fileSystem, need);
  }

  private static String tooLittle(FileSystem fileSystem, Need need) {
    return "is "
        + fileSystem.typeName()
        + " with "
        + fileSystem.space()
        + ", requested: "
        + ByteSize.format(need.bytes());
  }
}
