// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what could not be seen. Thread-safe. */
final class Gaps {
  private final Map<Gap.Source, Map<Gap.Reason, Integer>> counts = new TreeMap<>();

  synchronized void add(Gap.Source source, Gap.Reason reason) {
    counts.computeIfAbsent(source, none -> new TreeMap<>()).merge(reason, 1, Integer::sum);
  }

  synchronized List<Gap> list() {
    List<Gap> gaps = new ArrayList<>();
    counts.forEach((source, reasons) ->
        reasons.forEach((reason, count) -> gaps.add(new Gap(source, reason, count))));
    return gaps;
  }
}
