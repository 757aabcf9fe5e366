// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.GlobExpansion;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.LiveSockets;
import io.ephemera.report.Operation;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineType;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.pace.Pace;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan. Which class does what a type of line asks for stands in {@link #create} and
 * {@link #remove}: a new type is a case there.
 */
public final class Engine {
  private final RunContext context;
  private final Plan plan;
  private final GlobExpansion expansion;
  private final KernelFiles host;
  private final HardLinks hardLinks;
  private final Files files;
  private final Directories directories;
  private final Nodes nodes;
  private final Symlinks symlinks;
  private final Copies copies;
  private final Permissions permissions;
  private final Adjustments adjustments;
  private final long now;
  private @Nullable LineCleaner cleaner;

  /**
   * What governs one run.
   *
   * @param dryRun whether nothing is changed
   * @param all whether outcomes that ask for no attention are heard: what was done, was right
   *     already, or was kept as usual
   * @param now the moment from which ages count, in microseconds since 1970
   * @param subvolumes where directories are btrfs subvolumes
   * @param pace for how long the run goes on, and how fast
   */
  public record Terms(boolean dryRun, boolean all, long now, Subvolumes subvolumes, Pace pace) {}

  /**
   * An engine for one run.
   *
   * @param outcomes hears what became of each step, in order
   */
  public Engine(Root root, Plan plan, Terms terms, Consumer<Outcome> outcomes) {
    this.host = new KernelFiles();
    this.context = new RunContext(root, terms.dryRun(), terms.all(), terms.pace(), outcomes);
    this.plan = plan;
    this.expansion = new GlobExpansion(root);
    this.hardLinks = new HardLinks(root, host);
    this.permissions = new Permissions(context, hardLinks);
    Parents parents = new Parents(context);
    Creation creation = new Creation(context, parents, permissions);
    this.files = new Files(context, creation, permissions, hardLinks);
    this.directories = new Directories(context, creation, permissions, terms.subvolumes());
    this.nodes = new Nodes(context, creation, host);
    this.symlinks = new Symlinks(context, creation);
    this.copies = new Copies(context, parents, permissions, hardLinks);
    this.adjustments = new Adjustments(context);
    this.now = terms.now();
  }

  /** Made by the first who asks: creating needs none of what it looks at. */
  private LineCleaner cleaner() {
    if (cleaner == null) {
      Judge judge = new Judge(context.root(), new Exclusions(plan), new LiveSockets(host));
      cleaner = new LineCleaner(context, judge, plan, now);
    }
    return cleaner;
  }

  /** Undoes what lines marked with {@code $} created, children before their parents. */
  public void purge() {
    for (Plan.PathLines entry : plan.removing()) {
      for (Line line : entry.lines()) {
        if (line.modifiers().purge()) {
          each(line, Operation.REMOVE, path -> cleaner().removeAll(line, path, true));
        }
      }
    }
  }

  /** Removes and cleans up, children before their parents. */
  public void removeAndClean(boolean remove, boolean clean) {
    for (Plan.PathLines entry : plan.removing()) {
      for (Line line : entry.lines()) {
        if (remove && removes(line.type())) {
          each(line, Operation.REMOVE, path -> remove(line, path));
        }
        if (clean && cleans(line)) {
          each(line, Operation.REMOVE, path -> clean(line, path));
        }
      }
    }
  }

  private static boolean removes(LineType type) {
    return type == LineType.REMOVE
        || type == LineType.REMOVE_RECURSIVELY
        || type == LineType.TRUNCATE_DIRECTORY;
  }

  private static boolean cleans(Line line) {
    LineType type = line.type();
    return type == LineType.IGNORE_INODE || (type.takesAge() && line.age() != null);
  }

  /** Creates, writes and adjusts, parents before their children. */
  public void create() {
    for (Plan.PathLines entry : plan.creating()) {
      for (Line line : entry.lines()) {
        if (creates(line.type())) {
          each(line, operation(line.type()), path -> create(line, path));
        }
      }
    }
  }

  private static boolean creates(LineType type) {
    return switch (type) {
      case IGNORE_PATH, IGNORE_INODE, REMOVE, REMOVE_RECURSIVELY -> false;
      default -> true;
    };
  }

  /** What a failure to carry out a line is said to be a failure of. */
  private static Operation operation(LineType type) {
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
      case REMOVE, REMOVE_RECURSIVELY, IGNORE_PATH, IGNORE_INODE -> Operation.REMOVE;
      case CREATE_DIRECTORY,
          TRUNCATE_DIRECTORY,
          CREATE_SUBVOLUME,
          CREATE_SUBVOLUME_INHERITING_QUOTA,
          CREATE_SUBVOLUME_WITH_NEW_QUOTA ->
          Operation.CREATE_DIRECTORY;
    };
  }

  /** What is done at one path. */
  private interface LineAction {
    void at(BytePath path) throws IOException;
  }

  /**
   * At the path of a line, or at every path that matches its pattern; a failure at one path does
   * not keep the others from their turn.
   */
  private void each(Line line, Operation operation, LineAction action) {
    if (!line.type().isGlob() || GlobExpansion.isLiteral(line.path())) {
      attempt(line, line.path(), operation, action);
      return;
    }
    try {
      for (BytePath match : expansion.matches(line.path())) {
        attempt(line, match, operation, action);
      }
    } catch (IOException e) {
      context.failed(line, line.path(), operation, e);
    }
  }

  /** Whether there is anything for a pattern to match: an unsafe way to nothing is no failure. */
  private boolean mayBeThere(BytePath path) {
    try (Inode found = context.root().lookUnguarded(path, false)) {
      return found != null;
    } catch (IOException e) {
      return true;
    }
  }

  private void attempt(Line line, BytePath path, Operation operation, LineAction action) {
    if (context.pace().isOver()) {
      return;
    }
    try {
      action.at(path);
    } catch (UnsafePathException e) {
      if (!line.type().isGlob() || mayBeThere(path)) {
        context.failed(line, path, operation, e);
      }
    } catch (IOException e) {
      context.failed(line, path, operation, e);
    }
  }

  private void create(Line line, BytePath path) throws IOException {
    switch (line.type()) {
      case CREATE_FILE, TRUNCATE_FILE -> files.create(line, (Action.CreateFile) line.action());
      case WRITE_FILE -> files.write(line, path, (Action.WriteFile) line.action());
      case CREATE_DIRECTORY, TRUNCATE_DIRECTORY -> directories.create(line);
      case CREATE_SUBVOLUME, CREATE_SUBVOLUME_INHERITING_QUOTA, CREATE_SUBVOLUME_WITH_NEW_QUOTA ->
          directories.createSubvolume(line, (Action.CreateSubvolume) line.action());
      case ADJUST_DIRECTORY -> directories.adjust(line, path);
      case CREATE_FIFO -> nodes.createFifo(line);
      case CREATE_CHARACTER_DEVICE, CREATE_BLOCK_DEVICE ->
          nodes.createDevice(line, (Action.CreateDevice) line.action());
      case CREATE_SYMLINK -> symlinks.create(line, (Action.CreateSymlink) line.action());
      case COPY -> copies.create(line, (Action.Copy) line.action());
      case ADJUST_MODE, ADJUST_MODE_LEGACY, ADJUST_MODE_RECURSIVELY -> {
        boolean recursive = ((Action.AdjustMode) line.action()).recursive();
        adjustments.run(line, path, recursive, new ModeAdjustment(permissions));
      }
      case SET_XATTRS, SET_XATTRS_RECURSIVELY -> {
        Action.SetExtendedAttributes action = (Action.SetExtendedAttributes) line.action();
        adjustments.run(
            line, path, action.recursive(), new ExtendedAttributes(context, hardLinks, action));
      }
      case SET_ATTRIBUTES, SET_ATTRIBUTES_RECURSIVELY -> {
        Action.SetFileAttributes action = (Action.SetFileAttributes) line.action();
        adjustments.run(line, path, action.recursive(), new InodeFlags(context, hardLinks, action));
      }
      case SET_ACL, SET_ACL_RECURSIVELY -> {
        Action.SetAcl action = (Action.SetAcl) line.action();
        adjustments.run(line, path, action.recursive(), new Acls(context, hardLinks, action));
      }
      case SET_CAPABILITIES, SET_CAPABILITIES_RECURSIVELY -> {
        Action.SetCapabilities action = (Action.SetCapabilities) line.action();
        Capabilities capabilities = new Capabilities(context, hardLinks, host, action);
        adjustments.run(line, path, action.recursive(), capabilities);
      }
      case IGNORE_PATH, IGNORE_INODE, REMOVE, REMOVE_RECURSIVELY -> {}
    }
  }

  private void remove(Line line, BytePath path) throws IOException {
    switch (line.type()) {
      case REMOVE -> cleaner().remove(line, path);
      case REMOVE_RECURSIVELY -> cleaner().removeAll(line, path, true);
      case TRUNCATE_DIRECTORY -> cleaner().removeAll(line, path, false);
      default -> {}
    }
  }

  private void clean(Line line, BytePath path) throws IOException {
    switch (line.type()) {
      case REMOVE -> cleaner().removeAged(line, path);
      case REMOVE_RECURSIVELY -> cleaner().removeAllAged(line, path);
      default -> cleaner().clean(line, path);
    }
  }
}
