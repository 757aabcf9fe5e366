// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Glob;
import io.ephemera.fs.Name;
import io.ephemera.tmpfiles.language.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The paths that have a line of their own: cleaning a directory above leaves them to that line.
 * Does not change: thread-safe.
 */
final class Exclusions {
  private final Map<BytePath, Set<Name>> names = new HashMap<>();
  private final List<Glob> patterns = new ArrayList<>();

  Exclusions(Plan plan) {
    for (Plan.PathLines entry : plan.entries()) {
      Name name = entry.path().name();
      if (entry.glob()) {
        patterns.add(new Glob(entry.path().bytes()));
      } else if (name != null) { // the root directory stands in none
        names.computeIfAbsent(entry.path().parent(), directory -> new HashSet<>()).add(name);
      }
    }
  }

  /** Those that count for what stands in one directory. */
  record Here(Set<Name> names, List<Glob> patterns) {
    /** What protects an entry, or {@link Verdict#GOES}. */
    Verdict verdict(Entry entry) {
      if (!names.isEmpty() && names.contains(entry.name())) {
        return Verdict.OWN_LINE;
      }
      return !patterns.isEmpty() && isMatched(entry.path()) ? Verdict.PATTERN : Verdict.GOES;
    }

    private boolean isMatched(BytePath path) {
      for (Glob pattern : patterns) {
        if (pattern.matches(path.bytes())) {
          return true;
        }
      }
      return false;
    }
  }

  /** Those that count for what stands in a directory: of most there are none. */
  Here in(BytePath directory) {
    List<Glob> here = new ArrayList<>();
    for (Glob pattern : patterns) {
      if (pattern.mayMatchIn(directory)) {
        here.add(pattern);
      }
    }
    return new Here(names.getOrDefault(directory, Set.of()), here);
  }
}
