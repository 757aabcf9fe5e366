// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.OpenFile;
import java.io.IOException;

/** The files in which the running kernel tells about itself, proc(5). */
class HostFiles {
  private static final int MOST = 256 * 1024 * 1024;

  /** The whole content, one character per byte; nothing when it cannot be read. */
  String text(String path) {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of(path))) {
      return file.readAll(MOST).latin1();
    } catch (IOException e) {
      return "";
    }
  }
}
