// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects lines by path, plain paths and patterns apart, and finds the parent of each path. */
final class PlanBuilder {
  private final Map<BytePath, PathBuilders> paths = new HashMap<>();
  private final List<EntryBuilder> plain = new ArrayList<>();
  private final List<EntryBuilder> patterns = new ArrayList<>();
  private final List<Plan.PathLines> parentsFirst = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** The entries of one path, as a plain path and as a pattern: one lookup finds both. */
  private static final class PathBuilders {
    private @Nullable EntryBuilder plain;
    private @Nullable EntryBuilder pattern;

    /** The plain path if there is one, or else the pattern. */
    private @Nullable EntryBuilder first() {
      return plain != null ? plain : pattern;
    }
  }

  /** The lines of a future entry. */
  private static final class EntryBuilder {
    private final BytePath path;
    private final boolean glob;
    private final List<Line> lines = new ArrayList<>(1);
    private Plan.@Nullable PathLines entry;

    EntryBuilder(BytePath path, boolean glob) {
      this.path = path;
      this.glob = glob;
    }
  }

  void add(Line line) {
    EntryBuilder builder = builder(line.path(), line.type().isGlob());
    Line contradicted = Duplicates.contradicted(builder.lines, line);
    if (contradicted == null) {
      insert(builder.lines, line);
    } else {
      problems.add(Duplicates.problem(contradicted, line));
    }
  }

  private EntryBuilder builder(BytePath path, boolean glob) {
    PathBuilders found = paths.get(path);
    if (found == null) {
      found = new PathBuilders();
      paths.put(path, found);
    }
    EntryBuilder known = glob ? found.pattern : found.plain;
    if (known != null) {
      return known;
    }
    EntryBuilder builder = new EntryBuilder(path, glob);
    if (glob) {
      found.pattern = builder;
      patterns.add(builder);
    } else {
      found.plain = builder;
      plain.add(builder);
    }
    return builder;
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
    for (EntryBuilder builder : plain) {
      entries.add(entry(builder));
    }
    for (EntryBuilder builder : patterns) {
      entries.add(entry(builder));
    }
    for (Plan.PathLines entry : entries) {
      Plan.PathLines parent = entry.parent();
      if (parent != null) {
        parent.children().add(entry);
      }
    }
    return new Plan(entries, parentsFirst, problems);
  }

  private Plan.PathLines entry(EntryBuilder builder) {
    Plan.PathLines entry = builder.entry;
    if (entry == null) {
      EntryBuilder above = above(builder.path);
      Plan.PathLines parent = above == null ? null : entry(above);
      entry = new Plan.PathLines(builder.path, builder.glob, builder.lines, parent);
      builder.entry = entry;
      parentsFirst.add(entry);
    }
    return entry;
  }

  private @Nullable EntryBuilder above(BytePath path) {
    BytePath prefix = path;
    while (!prefix.isRoot()) {
      prefix = prefix.parent();
      PathBuilders found = paths.get(prefix);
      if (found != null) {
        return found.first();
      }
    }
    return null;
  }
}
