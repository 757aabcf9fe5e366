// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Orders entries so that what lies below comes first. */
final class PlanOrder {
  private final List<Plan.Entry> entries;
  private final List<Plan.Entry> ordered;
  private final Set<Plan.Entry> done = new HashSet<>();

  PlanOrder(List<Plan.Entry> entries) {
    this.entries = entries;
    this.ordered = new ArrayList<>(entries.size());
  }

  List<Plan.Entry> childrenFirst() {
    for (Plan.Entry entry : entries) {
      downwards(entry);
    }
    return ordered;
  }

  private void downwards(Plan.Entry entry) {
    if (done.add(entry)) {
      for (Plan.Entry child : entry.children()) {
        downwards(child);
      }
      ordered.add(entry);
    }
  }
}
