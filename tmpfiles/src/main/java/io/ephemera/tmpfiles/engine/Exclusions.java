// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.tmpfiles.language.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The paths that have a line of their own: cleaning a directory above leaves them to that line. */
final class Exclusions {
  private final Set<BytePath> paths = new HashSet<>();
  private final List<Glob> patterns = new ArrayList<>();

  Exclusions(Plan plan) {
    for (Plan.Entry entry : plan.entries()) {
      if (entry.glob()) {
        patterns.add(new Glob(entry.path().bytes()));
      } else {
        paths.add(entry.path());
      }
    }
  }

  /** What protects a path, or {@link Verdict#GOES}. */
  Verdict verdict(BytePath path) {
    if (paths.contains(path)) {
      return Verdict.OWN_LINE;
    }
    for (Glob pattern : patterns) {
      if (pattern.matches(path.bytes())) {
        return Verdict.PATTERN;
      }
    }
    return Verdict.GOES;
  }
}
