// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import org.jspecify.annotations.Nullable;

/** Reads truth values (systemd.syntax(7)). */
public final class Booleans {
  private static final String[] TRUE = {"1", "yes", "y", "true", "t", "on"};
  private static final String[] FALSE = {"0", "no", "n", "false", "f", "off"};

  private Booleans() {}

  /** The truth value, whatever the case of its letters; null if the text is not one. */
  public static @Nullable Boolean parse(String text) {
    if (contains(TRUE, text)) {
      return Boolean.TRUE;
    }
    return contains(FALSE, text) ? Boolean.FALSE : null;
  }

  private static boolean contains(String[] words, String text) {
    for (String word : words) {
      if (word.equalsIgnoreCase(text)) {
        return true;
      }
    }
    return false;
  }
}
