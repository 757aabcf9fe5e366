// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;

/**
 * Reads the files in which the running kernel describes itself and its processes, proc(5). A
 * subclass can stand for another kernel.
 */
public class KernelFiles {
  private static final int LONGEST = 256 * 1024 * 1024;

  /** The files of the mounted /proc and /sys. */
  public KernelFiles() {}

  /**
   * The whole content of a file.
   *
   * @param path absolute
   * @throws SystemCallException if it cannot be read
   */
  public static Bytes read(String path) throws SystemCallException {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of(path))) {
      return file.readAll(LONGEST);
    }
  }

  /** The whole content, one character for a byte; empty if it cannot be read. */
  public String text(String path) {
    try {
      return read(path).latin1();
    } catch (SystemCallException e) {
      return "";
    }
  }
}
