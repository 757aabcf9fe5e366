// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import java.util.List;

/**
 * Which paths the user asked for ({@code --prefix}, {@code --exclude-prefix}), compared component
 * by component.
 *
 * @param included none means all
 * @param excluded wins over what is included
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
