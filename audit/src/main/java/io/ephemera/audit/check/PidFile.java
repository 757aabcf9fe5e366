// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.Inode;
import io.ephemera.host.processes.PidText;
import java.io.IOException;
import java.util.OptionalLong;

/** Recognizes and reads pid files. */
final class PidFile {
  private PidFile() {}

  /** Whether an entry may be one: a regular file whose name ends with {@code .pid}. */
  static boolean isOne(Sighting seen) {
    return seen.stat().isRegular() && seen.name().bytes().latin1().endsWith(PidText.ENDING);
  }

  /**
   * The process id in it; empty if it has none. Only a regular file is opened, and its access time
   * stays.
   *
   * @throws IOException if it may not be read
   */
  static OptionalLong read(Sighting seen) throws IOException {
    try (Inode held = seen.hold()) {
      return held == null ? OptionalLong.empty() : PidText.read(held);
    }
  }
}
