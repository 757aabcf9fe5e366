// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What became of a unit: {@code outcome} and {@code exit status}; {@code PHASE: ...} for what each
 * of its commands found; {@code after ...} for what was left when it had ended.
 *
 * @param log what was said about it
 */
record Observation(SortedMap<String, String> facts, StringBuilder log) {
  static final String OUTCOME = "outcome";
  static final String EXIT_STATUS = "exit status";

  /** The outcome of a unit whose command was run. */
  static final String RAN = "ran";

  /** The outcome of a unit with a condition that does not hold. */
  static final String SKIPPED = "skipped";

  static final String NOT_STARTED = "not started";

  Observation() {
    this(new TreeMap<>(), new StringBuilder());
  }

  /** Adds the lines of the probe. */
  void add(String prefix, String lines) {
    lines
        .lines()
        .forEach(line -> {
          int tab = line.indexOf('\t');
          facts.put(prefix + line.substring(0, tab), line.substring(tab + 1));
        });
  }

  boolean hasFactsOf(String phase) {
    return facts.containsKey(phase + ": nice");
  }

  /** The value of a fact, or "none". */
  String get(String key) {
    return facts.getOrDefault(key, "none");
  }

  /** One fact that differs. */
  record Difference(String key, String systemd, String ephemera) {
    @Override
    public String toString() {
      return "  " + key + "\n    systemd   " + systemd + "\n    ephemera  " + ephemera + "\n";
    }
  }

  boolean differs(Observation other) {
    return !facts.equals(other.facts);
  }

  /** Compares what systemd found, this, with what the other found. */
  List<Difference> differences(Observation other) {
    TreeSet<String> keys = new TreeSet<>(facts.keySet());
    keys.addAll(other.facts.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      if (!Objects.equals(facts.get(key), other.facts.get(key))) {
        differences.add(new Difference(key, get(key), other.get(key)));
      }
    }
    return differences;
  }
}
