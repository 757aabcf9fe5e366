// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Glob;
import io.ephemera.fs.Listed;
import io.ephemera.fs.Name;
import io.ephemera.tmpfiles.language.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths that have a line of their own: cleaning a directory above leaves them to that line.
 * Immutable, so thread-safe.
 */
final class Exclusions {
  private final Map<BytePath, Map<Name, Verdict.Kept>> names = new HashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  /** A line with a pattern. */
  private record Pattern(Glob glob, Verdict.Kept verdict) {}

  Exclusions(Plan plan) {
    for (Plan.PathLines entry : plan.entries()) {
      Name name = entry.path().name();
      if (entry.glob()) {
        patterns.add(new Pattern(new Glob(entry.path().bytes()), verdict(entry, Reason.PATTERN)));
      } else if (name != null) { // the root directory is an entry of no directory
        names
            .computeIfAbsent(entry.path().parent(), directory -> new HashMap<>())
            .put(name, verdict(entry, Reason.OWN_LINE));
      }
    }
  }

  private static Verdict.Kept verdict(Plan.PathLines entry, Reason reason) {
    return new Verdict.Kept(reason, entry.lines().getFirst());
  }

  /** The exclusions among the entries of one directory. */
  record Local(@Nullable Map<Name, Verdict.Kept> names, List<Pattern> patterns) {
    static final Local NONE = new Local(null, List.of());

    /** The verdict on an excluded entry, otherwise null. */
    Verdict.@Nullable Kept find(Listed entry) {
      Verdict.Kept own = names == null ? null : names.get(entry.name());
      return own != null || patterns.isEmpty() ? own : findPattern(entry.path());
    }

    private Verdict.@Nullable Kept findPattern(BytePath path) {
      for (Pattern pattern : patterns) {
        if (pattern.glob().matches(path.bytes())) {
          return pattern.verdict();
        }
      }
      return null;
    }
  }

  /** The exclusions among the entries of a directory; most directories have none. */
  Local in(BytePath directory) {
    List<Pattern> local = List.of();
    for (Pattern pattern : patterns) {
      if (pattern.glob().mayMatchIn(directory)) {
        local = local.isEmpty() ? new ArrayList<>() : local;
        local.add(pattern);
      }
    }
    Map<Name, Verdict.Kept> own = names.isEmpty() ? null : names.get(directory);
    return own == null && local.isEmpty() ? Local.NONE : new Local(own, local);
  }
}
