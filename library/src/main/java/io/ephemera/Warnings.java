// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Warnings to the {@link System.Logger} {@code io.ephemera}, each once in a process. */
final class Warnings {
  private static final Set<String> GIVEN = ConcurrentHashMap.newKeySet();

  private Warnings() {}

  static void once(String warning) {
    if (GIVEN.add(warning)) {
      System.getLogger("io.ephemera").log(System.Logger.Level.WARNING, warning);
    }
  }
}
