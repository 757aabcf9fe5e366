// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.policy.Fate;
import io.ephemera.tmpfiles.policy.Reason;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What was foreseen, by path. */
final class ForeseenFates implements FateListener {
  private final Map<String, List<Fate>> fates = new TreeMap<>();
  private final List<String> unreached = new ArrayList<>();
  private final Set<String> refused = new TreeSet<>();
  private final Set<String> failed = new TreeSet<>();

  /** Which reasons a run reports for the same entries. */
  static final class Kept {
    private Kept() {}

    /** Not those that send one to another line, and not what is no verdict. */
    static boolean isComparable(String reason) {
      return Arrays.stream(Reason.values())
          .filter(one -> one != Reason.OWN_LINE && one != Reason.PATTERN)
          .anyMatch(one -> one.text().equals(reason));
    }
  }

  @Override
  public void fate(Supplier<BytePath> path, int depth, Line line, Fate fate) {
    boolean _ = fates.computeIfAbsent(path.get().toString(), key -> new ArrayList<>()).add(fate);
  }

  @Override
  public void refused(BytePath path, int depth, Line line, UnsafePathException reason) {
    boolean _ = refused.add(path.toString());
  }

  @Override
  public void unreached(Supplier<BytePath> path, int depth, Stat stat) {
    boolean _ = unreached.add(path.get().toString());
  }

  @Override
  public void failed(BytePath path, IOException reason) {
    boolean _ = failed.add(path.toString());
  }

  /** What goes in a run that begins at a time. */
  Set<String> removedAt(long time) {
    Set<String> removed = new TreeSet<>();
    fates.forEach((path, all) -> {
      if (all.stream().anyMatch(fate -> fate.due().isPast(time))) {
        boolean _ = removed.add(path);
      }
    });
    return removed;
  }

  /**
   * Why the others stay now, in words; without what is in a directory that is kept.
   *
   * @param removed what another line removes
   */
  Map<String, String> kept(Set<String> removed) {
    Map<String, String> kept = new TreeMap<>();
    fates.forEach((path, all) -> {
      for (Fate fate : all) {
        if (fate.verdict() instanceof Verdict.Kept one
            && !removed.contains(path)
            && !fate.inherited()
            && Kept.isComparable(one.reason().text())) {
          kept.put(path, one.reason().text());
        }
      }
    });
    return kept;
  }

  /** What a run refuses. */
  Set<String> refused() {
    return refused;
  }

  /** What could not be looked at. */
  Set<String> failed() {
    return failed;
  }

  List<String> unreached() {
    return unreached;
  }
}
