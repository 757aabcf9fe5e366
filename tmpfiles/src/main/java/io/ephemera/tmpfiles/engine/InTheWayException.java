// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.FileType;
import java.io.IOException;

/** Something of another type exists at the path of a line. */
final class InTheWayException extends IOException {
  private static final long serialVersionUID = 1;

  InTheWayException(FileType existing) {
    super(reason(existing));
  }

  static String reason(FileType existing) {
    return "a " + existing.text() + " is in the way";
  }
}
