// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Orders entries so that children come before their parents. */
final class PlanOrder {
  private final List<Plan.PathLines> entries;
  private final List<Plan.PathLines> ordered;
  private final Set<Plan.PathLines> done = new HashSet<>();

  PlanOrder(List<Plan.PathLines> entries) {
    this.entries = entries;
    this.ordered = new ArrayList<>(entries.size());
  }

  List<Plan.PathLines> childrenFirst() {
    for (Plan.PathLines entry : entries) {
      downwards(entry);
    }
    return ordered;
  }

  private void downwards(Plan.PathLines entry) {
    if (done.add(entry)) {
      for (Plan.PathLines child : entry.children()) {
        downwards(child);
      }
      ordered.add(entry);
    }
  }
}
