// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All lines in the order in which they are carried out, without conflicting ones.
 *
 * <p>Thread-safe.
 */
public final class Plan {
  private final List<PathLines> entries;
  private final List<PathLines> parentsFirst;
  private final List<Problem> problems;

  Plan(List<PathLines> entries, List<PathLines> parentsFirst, List<Problem> problems) {
    this.entries = List.copyOf(entries);
    this.parentsFirst = List.copyOf(parentsFirst);
    this.problems = List.copyOf(problems);
  }

  /** The plan of lines in the order of their files. */
  public static Plan of(List<Line> lines) {
    PlanBuilder builder = new PlanBuilder();
    for (Line line : lines) {
      builder.add(line);
    }
    return builder.build();
  }

  /** All entries: plain paths before patterns, otherwise in the order of the files. */
  public List<PathLines> entries() {
    return entries;
  }

  /** The conflicts: lines that are ignored because of an earlier one. */
  public List<Problem> problems() {
    return problems;
  }

  /** The entries in the order of creation: parents first. */
  public List<PathLines> creating() {
    return parentsFirst;
  }

  /** The entries in the order of removal and cleaning: children first. */
  public List<PathLines> removing() {
    return new PlanOrder(entries).childrenFirst();
  }

  /** All lines for one path. Equality is identity. */
  public static final class PathLines {
    private final BytePath path;
    private final boolean glob;
    private final List<Line> lines;
    private final @Nullable PathLines parent;
    private final List<PathLines> children = new ArrayList<>();

    PathLines(BytePath path, boolean glob, List<Line> lines, @Nullable PathLines parent) {
      this.path = path;
      this.glob = glob;
      this.lines = List.copyOf(lines);
      this.parent = parent;
    }

    /** The path or the pattern. */
    public BytePath path() {
      return path;
    }

    /** Whether the path is a pattern. */
    public boolean glob() {
      return glob;
    }

    /** Owning lines first, then by letter, then in the order of the files; at least one. */
    public List<Line> lines() {
      return lines;
    }

    /**
     * The entry of the nearest parent path, a plain path rather than a pattern of the same text.
     */
    public @Nullable PathLines parent() {
      return parent;
    }

    /** The entries that have this one as their parent. */
    List<PathLines> children() {
      return children;
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }
}
