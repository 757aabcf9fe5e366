// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.report.Outcome;
import io.ephemera.report.Verb;
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
  private final Session session;
  private final Plan plan;
  private final Expansion expansion;
  private final HostFiles host;
  private final HardLinks hardLinks;
  private final Files files;
  private final Directories directories;
  private final Nodes nodes;
  private final Symlinks symlinks;
  private final Copies copies;
  private final Permissions permissions;
  private final Adjustments adjustments;
  private final long now;
  private @Nullable Cleaner cleaner;

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
    this.host = new HostFiles();
    this.session = new Session(root, terms.dryRun(), terms.all(), terms.pace(), outcomes);
    this.plan = plan;
    this.expansion = new Expansion(root);
    this.hardLinks = new HardLinks(root, host);
    this.permissions = new Permissions(session, hardLinks);
    Parents parents = new Parents(session);
    Creation creation = new Creation(session, parents, permissions);
    this.files = new Files(session, creation, permissions, hardLinks);
    this.directories = new Directories(session, creation, permissions, terms.subvolumes());
    this.nodes = new Nodes(session, creation, host);
    this.symlinks = new Symlinks(session, creation);
    this.copies = new Copies(session, parents, permissions, hardLinks);
    this.adjustments = new Adjustments(session);
    this.now = terms.now();
  }

  /** Made by the first who asks: creating needs none of what it looks at. */
  private Cleaner cleaner() {
    if (cleaner == null) {
      Judge judge = new Judge(session.root(), new Exclusions(plan), new LiveSockets(host));
      cleaner = new Cleaner(session, judge, plan, now);
    }
    return cleaner;
  }

  /** Undoes what lines marked with {@code $} created, children before their parents. */
  public void purge() {
    for (Plan.Entry entry : plan.removing()) {
      for (Line line : entry.lines()) {
        if (line.modifiers().purge()) {
          each(line, Verb.REMOVE, path -> cleaner().removeAll(line, path, true));
        }
      }
    }
  }

  /** Removes and cleans up, children before their parents. */
  public void removeAndClean(boolean remove, boolean clean) {
    for (Plan.Entry entry : plan.removing()) {
      for (Line line : entry.lines()) {
        if (remove && removes(line.type())) {
          each(line, Verb.REMOVE, path -> remove(line, path));
        }
        if (clean && cleans(line)) {
          each(line, Verb.REMOVE, path -> clean(line, path));
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
    for (Plan.Entry entry : plan.creating()) {
      for (Line line : entry.lines()) {
        if (creates(line.type())) {
          each(line, verb(line.type()), path -> create(line, path));
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
  private static Verb verb(LineType type) {
    return switch (type) {
      case CREATE_FILE, TRUNCATE_FILE -> Verb.CREATE_FILE;
      case WRITE_FILE -> Verb.WRITE;
      case CREATE_FIFO -> Verb.CREATE_FIFO;
      case CREATE_CHARACTER_DEVICE, CREATE_BLOCK_DEVICE -> Verb.CREATE_DEVICE;
      case CREATE_SYMLINK -> Verb.CREATE_SYMLINK;
      case COPY -> Verb.COPY;
      case ADJUST_MODE, ADJUST_MODE_LEGACY, ADJUST_MODE_RECURSIVELY, ADJUST_DIRECTORY ->
          Verb.CHANGE_MODE;
      case SET_XATTRS, SET_XATTRS_RECURSIVELY -> Verb.SET_XATTR;
      case SET_ATTRIBUTES, SET_ATTRIBUTES_RECURSIVELY -> Verb.SET_FILE_ATTRIBUTES;
      case SET_ACL, SET_ACL_RECURSIVELY -> Verb.SET_ACL;
      case SET_CAPABILITIES, SET_CAPABILITIES_RECURSIVELY -> Verb.SET_CAPABILITIES;
      case REMOVE, REMOVE_RECURSIVELY, IGNORE_PATH, IGNORE_INODE -> Verb.REMOVE;
      case CREATE_DIRECTORY,
          TRUNCATE_DIRECTORY,
          CREATE_SUBVOLUME,
          CREATE_SUBVOLUME_INHERITING_QUOTA,
          CREATE_SUBVOLUME_WITH_NEW_QUOTA ->
          Verb.CREATE_DIRECTORY;
    };
  }

  /** What is done at one path. */
  private interface Operation {
    void at(BytePath path) throws IOException;
  }

  /**
   * At the path of a line, or at every path that matches its pattern; a failure at one path does
   * not keep the others from their turn.
   */
  private void each(Line line, Verb verb, Operation operation) {
    if (!line.type().isGlob() || Expansion.isLiteral(line.path())) {
      attempt(line, line.path(), verb, operation);
      return;
    }
    try {
      for (BytePath match : expansion.matches(line.path())) {
        attempt(line, match, verb, operation);
      }
    } catch (IOException e) {
      session.failed(line, line.path(), verb, e);
    }
  }

  /** Whether there is anything for a pattern to match: an unsafe way to nothing is no failure. */
  private boolean mayBeThere(BytePath path) {
    try (Inode found = session.root().lookUnguarded(path, false)) {
      return found != null;
    } catch (IOException e) {
      return true;
    }
  }

  private void attempt(Line line, BytePath path, Verb verb, Operation operation) {
    if (session.pace().isOver()) {
      return;
    }
    try {
      operation.at(path);
    } catch (UnsafePathException e) {
      if (!line.type().isGlob() || mayBeThere(path)) {
        session.failed(line, path, verb, e);
      }
    } catch (IOException e) {
      session.failed(line, path, verb, e);
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
            line, path, action.recursive(), new ExtendedAttributes(session, hardLinks, action));
      }
      case SET_ATTRIBUTES, SET_ATTRIBUTES_RECURSIVELY -> {
        Action.SetFileAttributes action = (Action.SetFileAttributes) line.action();
        adjustments.run(
            line, path, action.recursive(), new FileAttributes(session, hardLinks, action));
      }
      case SET_ACL, SET_ACL_RECURSIVELY -> {
        Action.SetAcl action = (Action.SetAcl) line.action();
        adjustments.run(line, path, action.recursive(), new Acls(session, hardLinks, action));
      }
      case SET_CAPABILITIES, SET_CAPABILITIES_RECURSIVELY -> {
        Action.SetCapabilities action = (Action.SetCapabilities) line.action();
        Capabilities capabilities = new Capabilities(session, hardLinks, host, action);
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
