// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers lines by path, plain paths and patterns apart, and finds what lies above what. */
final class PlanBuilder {
  private final Map<BytePath, List<Line>> plain = new LinkedHashMap<>();
  private final Map<BytePath, List<Line>> patterns = new LinkedHashMap<>();
  private final Map<BytePath, Plan.Entry> plainEntries = new HashMap<>();
  private final Map<BytePath, Plan.Entry> patternEntries = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  void add(Line line) {
    Map<BytePath, List<Line>> table = line.type().isGlob() ? patterns : plain;
    List<Line> lines = table.get(line.path());
    if (lines == null) {
      lines = new ArrayList<>(1);
      table.put(line.path(), lines);
    }
    Line contradicted = Duplicates.contradicted(lines, line);
    if (contradicted == null) {
      insert(lines, line);
    } else {
      problems.add(Duplicates.problem(contradicted, line));
    }
  }

  private static void insert(List<Line> lines, Line line) {
    int i = lines.size();
    while (i > 0 && comesBefore(line.type(), lines.get(i - 1).type())) {
      i--;
    }
    lines.add(i, line);
  }

  private static boolean comesBefore(LineType one, LineType other) {
    return one.isOwning() == other.isOwning() ? one.letter() < other.letter() : one.isOwning();
  }

  Plan build() {
    List<Plan.Entry> entries = new ArrayList<>(plain.size() + patterns.size());
    for (BytePath path : plain.keySet()) {
      entries.add(plainEntry(path));
    }
    for (BytePath path : patterns.keySet()) {
      entries.add(patternEntry(path));
    }
    for (Plan.Entry entry : entries) {
      Plan.Entry parent = entry.parent();
      if (parent != null) {
        parent.children().add(entry);
      }
    }
    return new Plan(entries, problems);
  }

  private Plan.Entry plainEntry(BytePath path) {
    Plan.Entry known = plainEntries.get(path);
    if (known != null) {
      return known;
    }
    Plan.Entry entry =
        new Plan.Entry(path, false, plain.getOrDefault(path, List.of()), above(path));
    plainEntries.put(path, entry);
    return entry;
  }

  private Plan.Entry patternEntry(BytePath path) {
    Plan.Entry known = patternEntries.get(path);
    if (known != null) {
      return known;
    }
    Plan.Entry entry =
        new Plan.Entry(path, true, patterns.getOrDefault(path, List.of()), above(path));
    patternEntries.put(path, entry);
    return entry;
  }

  private Plan.@Nullable Entry above(BytePath path) {
    BytePath prefix = path;
    while (!prefix.isRoot()) {
      prefix = prefix.parent();
      if (plain.containsKey(prefix)) {
        return plainEntry(prefix);
      }
      if (patterns.containsKey(prefix)) {
        return patternEntry(prefix);
      }
    }
    return null;
  }
}
