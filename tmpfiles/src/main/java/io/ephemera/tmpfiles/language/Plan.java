// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all lines together ask for, in order, with duplicates decided.
 *
 * @param entries plain paths before patterns, otherwise in the order of the files
 * @param problems the lines that an earlier line overrides
 */
public record Plan(List<Entry> entries, List<Problem> problems) {
  /** Takes copies. */
  public Plan {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }

  /**
   * All lines for one path.
   *
   * @param glob whether the path is a pattern
   * @param lines what is owned first, then by letter
   * @param parent the entry of the nearest path above, if there is one
   */
  public record Entry(BytePath path, boolean glob, List<Line> lines, @Nullable Entry parent) {
    /** Takes a copy. */
    public Entry {
      lines = List.copyOf(lines);
    }
  }

  /** The plan of lines in the order of their files. */
  public static Plan of(List<Line> lines) {
    return new PlanBuilder(lines).build();
  }

  /** The entries in the order of creation: parents first. */
  public List<Entry> creating() {
    return PlanOrder.parentsFirst(entries);
  }

  /** The entries in the order of removal and cleaning: children first. */
  public List<Entry> removing() {
    return PlanOrder.childrenFirst(entries);
  }
}
