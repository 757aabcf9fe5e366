// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCallException;

/** The pid namespace of this process, pid_namespaces(7). */
public final class PidNamespace {
  private PidNamespace() {}

  /**
   * The inode number of the namespace, which identifies it.
   *
   * @throws SystemCallException if /proc does not show it
   */
  public static long own() throws SystemCallException {
    try (Directory namespaces = Directory.openAmbient(BytePath.of("/proc/self/ns"))) {
      String text = namespaces.linkText(Name.of("pid")).latin1(); // pid:[4026531836]
      return Long.parseLong(text.substring(text.indexOf('[') + 1, text.length() - 1));
    }
  }
}
