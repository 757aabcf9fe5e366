// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import java.util.List;

/**
 * The paths that a user selected with {@code --prefix=} and {@code --exclude-prefix=}, compared
 * component by component.
 *
 * @param included selects all paths if empty
 * @param excluded takes precedence over {@code included}
 */
public record Prefixes(List<BytePath> included, List<BytePath> excluded) {
  /** All paths. */
  public static final Prefixes ALL = new Prefixes(List.of(), List.of());

  /** Takes copies. */
  public Prefixes {
    included = List.copyOf(included);
    excluded = List.copyOf(excluded);
  }

  boolean cover(BytePath path) {
    return !anyAbove(excluded, path) && (included.isEmpty() || anyAbove(included, path));
  }

  private static boolean anyAbove(List<BytePath> prefixes, BytePath path) {
    for (BytePath prefix : prefixes) {
      if (path.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
