// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.JavaPath;
import java.nio.file.Path;

/** Paths of Java and paths of Linux, byte for byte: see {@link JavaPath}. */
final class Spelling {
  private Spelling() {}

  /**
   * The absolute path with the same bytes.
   *
   * @throws IllegalArgumentException if it is not a path of the default file system
   */
  static BytePath of(Path path) {
    return JavaPath.bytes(path);
  }

  /** The path of the default file system with the same bytes. */
  static Path of(BytePath path) {
    return JavaPath.of(path);
  }
}
