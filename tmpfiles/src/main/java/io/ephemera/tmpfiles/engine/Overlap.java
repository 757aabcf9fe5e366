// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Glob;
import io.ephemera.tmpfiles.language.Extent;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Whether two lines may remove something in the same directory, or one the directory that another
 * empties. Rare in real configurations; unless they may, nothing has to be remembered of entries.
 */
final class Overlap {
  private final Function<Line, Extent> extent;

  /** An overlap of lines of which each removes so much. */
  Overlap(Function<Line, Extent> extent) {
    this.extent = extent;
  }

  boolean isIn(Plan plan) {
    List<Plan.PathLines> all = new ArrayList<>();
    List<Plan.PathLines> deep = new ArrayList<>();
    for (Plan.PathLines entry : plan.entries()) {
      List<Extent> extents =
          entry.lines().stream().map(extent).filter(one -> one != Extent.NOTHING).toList();
      if (extents.isEmpty()) {
        continue;
      }
      boolean isDeep = extents.contains(Extent.CONTENT) || extents.contains(Extent.TREE);
      if (isDeep && extents.size() > 1) {
        return true;
      }
      if ((isDeep ? all : deep).stream().anyMatch(other -> mayMeet(entry, other))) {
        return true;
      }
      if (isDeep) {
        deep.add(entry);
      }
      all.add(entry);
    }
    return false;
  }

  /** Two patterns may, and one with braces may match anything. */
  private static boolean mayMeet(Plan.PathLines one, Plan.PathLines other) {
    if (hasBraces(one) || hasBraces(other)) {
      return true;
    }
    return one.glob() ? other.glob() || matches(one, other) : other.glob() && matches(other, one);
  }

  private static boolean hasBraces(Plan.PathLines entry) {
    return entry.glob() && entry.path().latin1().indexOf('{') >= 0;
  }

  private static boolean matches(Plan.PathLines pattern, Plan.PathLines path) {
    return new Glob(pattern.path().bytes()).matches(path.path().bytes());
  }
}
