// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Orders entries by what lies above what. */
final class PlanOrder {
  private final List<Plan.Entry> entries;
  private final List<Plan.Entry> ordered;
  private final Set<Plan.Entry> done = new HashSet<>();

  PlanOrder(List<Plan.Entry> entries) {
    this.entries = entries;
    this.ordered = new ArrayList<>(entries.size());
  }

  List<Plan.Entry> parentsFirst() {
    for (Plan.Entry entry : entries) {
      upwards(entry);
    }
    return ordered;
  }

  private void upwards(Plan.Entry entry) {
    if (done.add(entry)) {
      Plan.Entry parent = entry.parent();
      if (parent != null) {
        upwards(parent);
      }
      ordered.add(entry);
    }
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
