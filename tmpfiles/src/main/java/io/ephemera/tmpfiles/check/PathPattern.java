// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Glob;
import io.ephemera.fs.Name;
import io.ephemera.tmpfiles.language.Line;
import org.jspecify.annotations.Nullable;

/** The path of a line, if it is a pattern. */
final class PathPattern {
  private PathPattern() {}

  /** Whether the path of a line can match several paths. */
  static boolean isPattern(Line line) {
    return line.type().isGlob() && firstWild(line.path()) != null;
  }

  /** The directory in which a pattern starts to match, or the path itself if it is no pattern. */
  static BytePath fixedPart(Line line) {
    BytePath wild = line.type().isGlob() ? firstWild(line.path()) : null;
    return wild == null ? line.path() : wild.parent();
  }

  private static @Nullable BytePath firstWild(BytePath path) {
    BytePath found = null;
    for (BytePath here = path; !here.isRoot(); here = here.parent()) {
      Name name = here.name();
      if (name != null
          && (Glob.isPattern(name.bytes()) || name.bytes().latin1().indexOf('{') >= 0)) {
        found = here;
      }
    }
    return found;
  }
}
