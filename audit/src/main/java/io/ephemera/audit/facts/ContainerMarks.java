// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.BytePath;
import io.ephemera.process.KernelFiles;
import java.util.List;

/** By what a root directory is known as that of a container, systemd's CONTAINER_INTERFACE. */
final class ContainerMarks {
  private static final List<BytePath> FILES =
      List.of(
          BytePath.of("/run/.containerenv"),
          BytePath.of("/.dockerenv"),
          BytePath.of("/run/systemd/container"));

  private ContainerMarks() {}

  static boolean areIn(Facts facts) {
    for (BytePath file : FILES) {
      if (facts.paths().look(file) != null) {
        return true;
      }
    }
    return facts.isHost()
        && ("\0" + new KernelFiles().text("/proc/1/environ")).contains("\0container=");
  }
}
