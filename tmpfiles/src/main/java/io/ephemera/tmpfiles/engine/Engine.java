// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.GlobExpansion;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.LiveSockets;
import io.ephemera.report.Operation;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.language.Extent;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineType;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.policy.CleaningPolicy;
import io.ephemera.tmpfiles.policy.LockMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan: {@link LineCreator} creates, {@link LineCleaner} removes and cleans up. A
 * failure at one path does not stop the run.
 */
public final class Engine {
  private final RunContext context;
  private final Plan plan;
  private final long now;
  private final Predicate<Stat> inUse;
  private final KernelFiles kernel;
  private final LineCreator creator;
  private @Nullable LineCleaner cleaner;

  /**
   * An engine for one run.
   *
   * @param outcomes receives the outcome of each step, in order
   */
  public Engine(Root root, Plan plan, EngineOptions options, Consumer<Outcome> outcomes) {
    this.context = new RunContext(root, options, outcomes);
    this.plan = plan;
    this.now = options.now();
    this.inUse = options.inUse();
    this.kernel = new KernelFiles();
    this.creator = new LineCreator(context, kernel, options.subvolumes());
  }

  /** An engine for another thread, which cleans up and removes by the same policy. */
  private Engine(Engine first) throws IOException {
    this.context = first.context.another();
    this.plan = first.plan;
    this.now = first.now;
    this.inUse = first.inUse;
    this.kernel = first.kernel;
    this.creator = first.creator;
    this.cleaner = first.cleaner().with(context);
  }

  /**
   * Made on first use, because creating does not need it; by one thread, because all threads of a
   * run share its policy.
   */
  private synchronized LineCleaner cleaner() {
    if (cleaner == null) {
      LockMode lockMode = context.isDryRun() ? LockMode.PROBE : LockMode.HOLD;
      cleaner =
          new LineCleaner(
              context,
              new CleaningPolicy(
                  context.root(), plan, new LiveSockets(kernel), lockMode, inUse, now));
    }
    return cleaner;
  }

  /** Removes what lines with {@code $} created, children before their parents. */
  public void purge() {
    for (Plan.PathLines entry : plan.removing()) {
      for (Line line : entry.lines()) {
        if (line.modifiers().purge()) {
          forEachPath(line, Operation.REMOVE, Engine::purgeAt);
        }
      }
    }
  }

  private void purgeAt(Line line, BytePath path) throws IOException {
    cleaner().removeTree(line, path);
  }

  /** Removes and cleans up, children before their parents. */
  public void removeAndClean(boolean remove, boolean clean) {
    List<Line> lines = new ArrayList<>();
    for (Plan.PathLines entry : plan.removing()) {
      lines.addAll(entry.lines());
    }
    for (int i = 0; i < lines.size(); ) {
      Line line = lines.get(i);
      int end = remove ? endOfRemovals(lines, i) : i + 1;
      if (end > i + 1) {
        search(new Matches(lines.subList(i, end), Operation.REMOVE, Engine::remove));
      } else if (remove && line.type().removal() != Extent.NOTHING) {
        forEachPath(line, Operation.REMOVE, Engine::remove);
      }
      if (clean && cleans(line)) {
        forEachPath(line, Operation.REMOVE, Engine::clean);
      }
      i = end;
    }
  }

  /**
   * The end of the lines from an index that only remove, each what its pattern matches, in the same
   * directories. A dry run takes one after the other, so that outcomes have the order of the plan.
   */
  private int endOfRemovals(List<Line> lines, int start) {
    int end = start + 1;
    while (end < lines.size()
        && !context.isDryRun()
        && onlyRemoves(lines.get(start))
        && onlyRemoves(lines.get(end))
        && GlobExpansion.searchTheSame(lines.get(start).path(), lines.get(end).path())) {
      end++;
    }
    return end;
  }

  private static boolean onlyRemoves(Line line) {
    return switch (line.type().removal()) {
      case PATH, TREE -> line.type().isGlob() && !cleans(line);
      case NOTHING, CONTENT -> false;
    };
  }

  /** {@code X} has no age of its own. */
  private static boolean cleans(Line line) {
    boolean aged = line.age() != null || line.type() == LineType.IGNORE_INODE;
    return aged && line.type().ageing() != Extent.NOTHING;
  }

  private void remove(Line line, BytePath path) throws IOException {
    switch (line.type().removal()) {
      case NOTHING -> {}
      case PATH -> cleaner().removePath(line, path);
      case CONTENT -> cleaner().removeContent(line, path);
      case TREE -> cleaner().removeTree(line, path);
    }
  }

  private void clean(Line line, BytePath path) throws IOException {
    switch (line.type().ageing()) {
      case NOTHING -> {}
      case PATH -> cleaner().cleanPath(line, path);
      case CONTENT -> cleaner().cleanContent(line, path);
      case TREE -> cleaner().cleanTree(line, path);
    }
  }

  /** Creates, writes and adjusts, parents before their children. */
  public void create() {
    for (Plan.PathLines entry : plan.creating()) {
      for (Line line : entry.lines()) {
        Operation operation = creation(line.type());
        if (operation != null) {
          forEachPath(line, operation, Engine::createAt);
        }
      }
    }
  }

  private void createAt(Line line, BytePath path) throws IOException {
    creator.create(line, path);
  }

  /** The operation to report if creating fails; null for types that create nothing. */
  private static @Nullable Operation creation(LineType type) {
    return switch (type) {
      case CREATE_FILE, TRUNCATE_FILE -> Operation.CREATE_FILE;
      case WRITE_FILE -> Operation.WRITE;
      case CREATE_FIFO -> Operation.CREATE_FIFO;
      case CREATE_CHARACTER_DEVICE, CREATE_BLOCK_DEVICE -> Operation.CREATE_DEVICE;
      case CREATE_SYMLINK -> Operation.CREATE_SYMLINK;
      case COPY -> Operation.COPY;
      case ADJUST_MODE, ADJUST_MODE_LEGACY, ADJUST_MODE_RECURSIVELY, ADJUST_DIRECTORY ->
          Operation.CHANGE_MODE;
      case SET_XATTRS, SET_XATTRS_RECURSIVELY -> Operation.SET_XATTR;
      case SET_ATTRIBUTES, SET_ATTRIBUTES_RECURSIVELY -> Operation.SET_FILE_ATTRIBUTES;
      case SET_ACL, SET_ACL_RECURSIVELY -> Operation.SET_ACL;
      case SET_CAPABILITIES, SET_CAPABILITIES_RECURSIVELY -> Operation.SET_CAPABILITIES;
      case CREATE_DIRECTORY,
          TRUNCATE_DIRECTORY,
          CREATE_SUBVOLUME,
          CREATE_SUBVOLUME_INHERITING_QUOTA,
          CREATE_SUBVOLUME_WITH_NEW_QUOTA ->
          Operation.CREATE_DIRECTORY;
      case REMOVE, REMOVE_RECURSIVELY, IGNORE_PATH, IGNORE_INODE -> null;
    };
  }

  /** What to do at one path. */
  private interface PathAction {
    void runAt(Engine engine, Line line, BytePath path) throws IOException;
  }

  /** Runs an action at the path of a line, or at every path that matches its pattern. */
  private void forEachPath(Line line, Operation operation, PathAction action) {
    if (!line.type().isGlob() || GlobExpansion.isLiteral(line.path())) {
      run(line, line.path(), operation, action);
      return;
    }
    search(new Matches(List.of(line), operation, action));
  }

  private void search(Matches matches) {
    try {
      matches.search();
    } catch (IOException e) {
      matches.reportFailed(e);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      matches.reportFailed(new IOException(words(e), e));
    }
  }

  /** Acts on each match of the patterns of lines as soon as it was found. */
  private final class Matches implements GlobExpansion.Seeker {
    private final List<Line> lines;
    private final Operation operation;
    private final PathAction action;

    /** Made once: the virtual machine interprets how it makes one. */
    private final PathAction ifExists = this::runIfExists;

    Matches(List<Line> lines, Operation operation, PathAction action) {
      this.lines = lines;
      this.operation = operation;
      this.action = action;
    }

    void search() throws IOException {
      if (lines.size() == 1) {
        GlobExpansion.expand(lines.getFirst().path(), this);
        return;
      }
      List<BytePath> patterns = new ArrayList<>(lines.size());
      for (Line line : lines) {
        patterns.add(line.path());
      }
      GlobExpansion.expandTogether(patterns, this);
    }

    @Override
    public Root root() {
      return context.root();
    }

    @Override
    public boolean goesOn() {
      return !context.progress().throttle().stopIfTimeIsUp();
    }

    @Override
    public void found(int pattern, BytePath match, boolean seen) {
      run(lines.get(pattern), match, operation, seen ? action : ifExists);
    }

    private void runIfExists(Engine engine, Line at, BytePath path) throws IOException {
      try {
        action.runAt(engine, at, path);
      } catch (IOException e) {
        if (GlobExpansion.exists(context.root(), path)) {
          throw e;
        }
      }
    }

    @Override
    public void unreadable(BytePath directory, IOException reason) {
      for (Line line : lines) {
        context.reportSkipped(
            line, directory, operation, "cannot look for matches in it: " + reason.getMessage());
      }
    }

    private void reportFailed(IOException reason) {
      for (Line line : lines) {
        context.reportFailed(line, line.path(), operation, reason);
      }
    }

    /** Creating, and every dry run, use one thread, so that outcomes have the order of the plan. */
    @Override
    public boolean mayShare() {
      return operation == Operation.REMOVE && !context.isDryRun();
    }

    @Override
    public GlobExpansion.Seeker another() throws IOException {
      return new Engine(Engine.this).new Matches(lines, operation, action);
    }
  }

  private void run(Line line, BytePath path, Operation operation, PathAction action) {
    if (context.progress().throttle().stopIfTimeIsUp()) {
      return;
    }
    try {
      action.runAt(this, line, path);
    } catch (UnsafePathException e) {
      if (!line.type().isGlob() || mayExist(path)) {
        context.reportFailed(line, path, operation, e);
      }
    } catch (IOException e) {
      context.reportFailed(line, path, operation, e);
    } catch (UncheckedIOException e) {
      throw e; // the output of the run is closed
    } catch (RuntimeException | Error e) { // one line must not undo the others
      context.reportFailed(line, path, operation, new IOException(words(e), e));
    }
  }

  private static String words(Throwable mistake) {
    return mistake instanceof OutOfMemoryError ? "out of memory" : "internal error: " + mistake;
  }

  /** A pattern that matches nothing is no failure, even if the way there is unsafe. */
  private boolean mayExist(BytePath path) {
    try (Inode found = context.root().lookUnguarded(path, false)) {
      return found != null;
    } catch (IOException e) {
      return true;
    }
  }
}
