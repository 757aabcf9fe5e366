// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two directories for temporary files that all users share. */
final class TmpPaths {
  static final BytePath TMP = BytePath.of("/tmp");
  static final BytePath VAR_TMP = BytePath.of("/var/tmp");
  static final List<BytePath> BOTH = List.of(TMP, VAR_TMP);

  private TmpPaths() {}

  /** The one of both below which a path is, or null. */
  static @Nullable BytePath above(BytePath path) {
    for (BytePath top : BOTH) {
      if (path.startsWith(top) && !path.equals(top)) {
        return top;
      }
    }
    return null;
  }

  /** The names that lead from a directory to something below it. */
  static List<Name> way(BytePath top, BytePath path) {
    int above = top.components().size();
    List<Name> names = new ArrayList<>();
    for (Bytes component : path.components().subList(above, path.components().size())) {
      names.add(Name.of(component));
    }
    return names;
  }
}
