// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers lines by path, plain paths and patterns apart, and finds what lies above what. */
final class PlanBuilder {
  private final Map<BytePath, Place> places = new HashMap<>();
  private final List<Gathered> plain = new ArrayList<>();
  private final List<Gathered> patterns = new ArrayList<>();
  private final List<Plan.PathLines> parentsFirst = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** What lines say about one spelling of a path, in one map, for looking up hashes it anew. */
  private static final class Place {
    private @Nullable Gathered plain;
    private @Nullable Gathered pattern;

    /** The plain path where lines name it, else the pattern. */
    private @Nullable Gathered first() {
      return plain != null ? plain : pattern;
    }
  }

  /** Lines that become an entry. */
  private static final class Gathered {
    private final BytePath path;
    private final boolean glob;
    private final List<Line> lines = new ArrayList<>(1);
    private Plan.@Nullable PathLines entry;

    Gathered(BytePath path, boolean glob) {
      this.path = path;
      this.glob = glob;
    }
  }

  void add(Line line) {
    Gathered gathered = gathered(line.path(), line.type().isGlob());
    Line contradicted = Duplicates.contradicted(gathered.lines, line);
    if (contradicted == null) {
      insert(gathered.lines, line);
    } else {
      problems.add(Duplicates.problem(contradicted, line));
    }
  }

  private Gathered gathered(BytePath path, boolean glob) {
    Place place = places.get(path);
    if (place == null) {
      place = new Place();
      places.put(path, place);
    }
    Gathered known = glob ? place.pattern : place.plain;
    if (known != null) {
      return known;
    }
    Gathered gathered = new Gathered(path, glob);
    if (glob) {
      place.pattern = gathered;
      patterns.add(gathered);
    } else {
      place.plain = gathered;
      plain.add(gathered);
    }
    return gathered;
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
    List<Plan.PathLines> entries = new ArrayList<>(plain.size() + patterns.size());
    for (Gathered gathered : plain) {
      entries.add(entry(gathered));
    }
    for (Gathered gathered : patterns) {
      entries.add(entry(gathered));
    }
    for (Plan.PathLines entry : entries) {
      Plan.PathLines parent = entry.parent();
      if (parent != null) {
        parent.children().add(entry);
      }
    }
    return new Plan(entries, parentsFirst, problems);
  }

  private Plan.PathLines entry(Gathered gathered) {
    Plan.PathLines entry = gathered.entry;
    if (entry == null) {
      Gathered above = above(gathered.path);
      Plan.PathLines parent = above == null ? null : entry(above);
      entry = new Plan.PathLines(gathered.path, gathered.glob, gathered.lines, parent);
      gathered.entry = entry;
      parentsFirst.add(entry);
    }
    return entry;
  }

  private @Nullable Gathered above(BytePath path) {
    BytePath prefix = path;
    while (!prefix.isRoot()) {
      prefix = prefix.parent();
      Place place = places.get(prefix);
      if (place != null) {
        return place.first();
      }
    }
    return null;
  }
}
