// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.GlobExpansion;
import io.ephemera.fs.Root;
import io.ephemera.fs.TreeWalk;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.MountInfo;
import io.ephemera.tmpfiles.language.Extent;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.policy.CleaningPolicy;
import io.ephemera.tmpfiles.policy.Due;
import io.ephemera.tmpfiles.policy.Fate;
import io.ephemera.tmpfiles.policy.LinePolicy;
import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One foresight: the lines of a plan in the order of the run, at the paths that matter. */
final class Foreseeing {
  private final Root root;
  private final Plan plan;
  private final CleaningPolicy policy;
  private final Foresight.Run run;
  private final Scope scope;
  private final Progress progress;
  private final long now;
  private final FateListener listener;
  private final Unlinker unlinker;

  /** What each line cleans at its own path, by the first line of that path. */
  private final IdentityHashMap<Line, Extent> extents = new IdentityHashMap<>();

  /** When what lines name themselves goes, as far as they were asked. */
  private final Map<BytePath, Due> ownDues = new ConcurrentHashMap<>();

  /** What lines remove in directories that other lines clean too, and when. */
  private final Map<BytePath, Due> removals = new ConcurrentHashMap<>();

  /** Whether lines may do so. */
  private final boolean overlap;

  /** The paths strictly below the one in question whose content is cleaned by a line of theirs. */
  private final Set<BytePath> starts = new HashSet<>();

  /** Whether a line reaches what is in the path in question. */
  private boolean covered;

  Foreseeing(
      Root root,
      Plan plan,
      CleaningPolicy policy,
      Foresight.Run run,
      Scope scope,
      EngineOptions options,
      FateListener listener) {
    this.root = root;
    this.plan = plan;
    this.policy = policy;
    this.run = run;
    this.scope = scope;
    this.progress = options.progress();
    this.now = options.now();
    this.listener = listener;
    this.unlinker = new Unlinker(policy, true);
    this.overlap = new Overlap(this::extent).isIn(plan);
  }

  void run() {
    for (Plan.PathLines entry : plan.entries()) {
      Extent widest = Extent.NOTHING;
      for (Line line : entry.lines()) {
        Extent extent = extent(line);
        widest = extent.compareTo(widest) > 0 ? extent : widest;
      }
      extents.put(entry.lines().getFirst(), widest);
    }
    for (Plan.PathLines entry : plan.removing()) {
      for (Line line : entry.lines()) {
        foresee(line);
      }
    }
    if (!covered) {
      try {
        walkUnreached();
      } catch (IOException e) {
        failed(scope.path(), e);
      }
    }
  }

  /** How much a line removes in such a run. */
  private Extent extent(Line line) {
    return switch (run) {
      case CLEAN -> policy.ageing(line) == null ? Extent.NOTHING : line.type().ageing();
      case REMOVE, BOOT -> line.type().removal();
      case PURGE -> line.modifiers().purge() ? Extent.TREE : Extent.NOTHING;
    };
  }

  private void foresee(Line line) {
    Extent extent = extent(line);
    LinePolicy rules = run == Foresight.Run.CLEAN ? policy.ageing(line) : policy.removal(line);
    if (extent == Extent.NOTHING || rules == null) {
      return;
    }
    if (!line.type().isGlob() || GlobExpansion.isLiteral(line.path())) {
      foresee(rules, line.path(), extent, true);
      return;
    }
    try {
      GlobExpansion.expand(line.path(), new Matches(rules, extent));
    } catch (IOException e) {
      failed(line.path(), e);
    }
  }

  /** As a run, says nothing of what a pattern may not have matched. */
  private void foresee(LinePolicy rules, BytePath path, Extent extent, boolean matched) {
    try {
      Reach reach = scope.of(path);
      if (reach != null && (reach.isWhole() || extent != Extent.PATH)) {
        foresee(rules, path, extent, reach);
      }
    } catch (IOException e) {
      if (matched || mayExist(path)) {
        failed(path, e);
      }
    }
  }

  private void foresee(LinePolicy rules, BytePath path, Extent extent, Reach reach)
      throws IOException {
    try {
      new ForeseenLine(this, rules, path, reach).foresee(extent);
    } catch (UnsafePathException e) {
      if (!rules.line().type().isGlob() || mayExist(path)) {
        refused(path, reach.offset(), rules.line(), e);
      }
    }
  }

  private boolean mayExist(BytePath path) {
    try {
      return GlobExpansion.exists(root, path);
    } catch (IOException e) {
      return true;
    }
  }

  /** The matches of a pattern, in one thread. */
  private final class Matches implements GlobExpansion.Seeker {
    private final LinePolicy rules;
    private final Extent extent;

    Matches(LinePolicy rules, Extent extent) {
      this.rules = rules;
      this.extent = extent;
    }

    @Override
    public Root root() {
      return root;
    }

    @Override
    public boolean goesOn() {
      return !progress.throttle().stopIfTimeIsUp();
    }

    @Override
    public void found(int pattern, BytePath match, boolean seen) {
      foresee(rules, match, extent, seen);
    }

    @Override
    public void unreadable(BytePath directory, IOException reason) {
      failed(directory, reason);
    }

    @Override
    public boolean mayShare() {
      return false;
    }

    @Override
    public GlobExpansion.Seeker another() {
      throw new IllegalStateException("matches are not shared");
    }
  }

  /** A line begins to look at what is in the directory of its path. */
  void begin(Reach reach, BytePath path) throws IOException {
    covered |= reach.covers();
    BytePath real = reach.covers() ? null : scope.real(path);
    if (real != null) {
      boolean _ = starts.add(real);
    }
  }

  private void walkUnreached() throws IOException {
    if (scope.path().isRoot()) {
      try (Directory top = root.openForReading()) {
        listener.unreached(scope::path, 0, top.stat());
        TreeWalk.below(top, scope.path(), new Unreached());
      }
      return;
    }
    try (FoundEntry found = FoundEntry.findUnguarded(root, scope.path())) {
      if (found == null) {
        return;
      }
      listener.unreached(scope::path, 0, found.stat());
      if (found.isDirectory() && !mayWait(found)) {
        try (Directory top = found.openForReading()) {
          TreeWalk.below(top, scope.path(), new Unreached());
        }
      }
    }
  }

  /** A mount in question is entered, unless its server may never answer. */
  private boolean mayWait(FoundEntry found) throws IOException {
    return found.stat().isMountPoint() && MountInfo.ofProcess().mayWait(root.onHost(scope.path()));
  }

  /** What no line reaches: all but what is below the paths of lines. */
  private final class Unreached implements TreeWalk.Visitor {
    @Override
    public boolean goesOn() {
      return Foreseeing.this.goesOn() && listener.hearsUnreached();
    }

    @Override
    public boolean visit(Entry entry) {
      listener.unreached(entry::path, entry.depth(), entry.stat());
      return entry.stat().isDirectory()
          && !entry.stat().isMountPoint()
          && (starts.isEmpty() || !starts.contains(entry.path()));
    }

    @Override
    public void failed(TreeWalk.Failure failure) {
      if (!failure.isGone()) {
        Foreseeing.this.failed(failure.path(), failure.reason());
      }
    }
  }

  Root root() {
    return root;
  }

  Unlinker unlinker() {
    return unlinker;
  }

  boolean goesOn() {
    if (progress.throttle().stopIfTimeIsUp()) {
      return false;
    }
    progress.addSeen();
    return true;
  }

  /** The verdict of a line on its own path, which lines above leave to it. */
  void settleOwn(BytePath path, Due due) {
    Due _ = ownDues.merge(path, due, Due::orSooner);
  }

  /** When an entry goes because of a line that names it, and was asked before; null if none was. */
  @Nullable Due ownDue(Entry entry) {
    return ownDues.isEmpty() ? null : ownDue(entry.path());
  }

  private @Nullable Due ownDue(BytePath path) {
    return ownDues.get(path);
  }

  /** When one of the lines that were asked before removes an entry; never if none does. */
  Due knownDue(BytePath path) {
    return ownDues.getOrDefault(path, Due.NEVER).orSooner(removals.getOrDefault(path, Due.NEVER));
  }

  /**
   * When the first of the lines that clean a directory removes an entry; they were asked before.
   */
  Due firstRemoval(Entry entry, Due due) {
    return overlap ? removals.merge(entry.path(), due, Due::orSooner) : due;
  }

  long now() {
    return now;
  }

  Extent extentOf(Line first) {
    return extents.getOrDefault(first, Extent.NOTHING);
  }

  void settle(Supplier<BytePath> path, int depth, Line line, Fate fate) {
    synchronized (listener) {
      listener.fate(path, depth, line, fate);
    }
  }

  private void refused(BytePath path, int depth, Line line, UnsafePathException reason) {
    synchronized (listener) {
      listener.refused(path, depth, line, reason);
    }
  }

  void failed(BytePath path, IOException reason) {
    synchronized (listener) {
      listener.failed(path, reason);
    }
  }
}
