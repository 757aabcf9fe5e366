// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Removal;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.TreeWalk;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies one tree, with modes, times, {@code user.} attributes and hard links, and with owners
 * unless the line sets them. What exists is not changed. A failure is reported, and the copy
 * continues with the next entry.
 */
final class TreeCopy implements TreeWalk.Visitor {
  private final RunContext context;
  private final Line line;
  private final BytePath source;
  private final HardLinks hardLinks;
  private final CopiedMetadata metadata;
  private final CopiedLinks links = new CopiedLinks();
  private final Deque<Target> targets = new ArrayDeque<>();
  private final boolean exists;
  private final Throttle throttle;
  private boolean failed;
  private boolean readOnly;
  private boolean stopped;

  /**
   * A directory that is being filled.
   *
   * @param lists a snapshot of the inode whose owner chose the default access control list that its
   *     entries inherit
   */
  private record Target(Directory directory, Stat stat, boolean created, Stat lists)
      implements AutoCloseable {
    @Override
    public void close() {
      directory.close();
    }
  }

  /**
   * A copy of a tree.
   *
   * @param source the path of the tree
   * @param exists whether there is something in its place already
   * @param throttle when to stop with a part of the tree
   */
  TreeCopy(
      RunContext context,
      Line line,
      BytePath source,
      HardLinks hardLinks,
      boolean exists,
      Throttle throttle) {
    this.context = context;
    this.line = line;
    this.source = source;
    this.hardLinks = hardLinks;
    this.exists = exists;
    this.throttle = throttle;
    this.metadata = new CopiedMetadata(context, line);
  }

  /** Whether something could not be copied. */
  boolean hasFailed() {
    return failed;
  }

  /** Whether the time was up before everything was copied. */
  boolean hasStopped() {
    return stopped;
  }

  /** Whether nothing could be added to what exists, because it may only be read. */
  boolean isReadOnly() {
    return readOnly;
  }

  /**
   * Copies an inode, and everything below it, to a name. If the time is up before, a directory that
   * this created is removed again: the next run would take it for the whole copy.
   *
   * @return the topmost inode of the copy
   * @throws IOException if there is none
   */
  Handle copy(Inode source, Directory parent, Name name) throws IOException {
    Stat stat = source.stat();
    if (!stat.isDirectory()) {
      return copyInode(source, stat, parent, name, parent.ownerAndMode());
    }
    Target top = target(parent, name, stat, parent.ownerAndMode());
    try (Directory from = source.listable();
        ScopedHandle<Directory> scope = new ScopedHandle<>(top.directory());
        links) {
      targets.push(top);
      TreeWalk.below(from, this.source, this);
      if (stopped) {
        removeCreated(top, parent, name);
      } else {
        finish(source, stat, top);
      }
      return scope.release();
    }
  }

  /** Only root and the caller could write to it until now. */
  private void removeCreated(Target top, Directory parent, Name name) throws IOException {
    if (top.created() && parent.stillNames(name, top.stat())) {
      Removal.removeTree(parent, name, line.path());
    }
  }

  @Override
  public boolean goesOn() {
    stopped = stopped || throttle.stopIfTimeIsUp();
    return !stopped;
  }

  @Override
  public boolean visit(Entry entry) throws IOException {
    if (entry.stat().isDirectory()) {
      return true;
    }
    Target target = targets.getFirst();
    if (links.repeat(entry.stat(), target.directory(), entry.name())) {
      return false;
    }
    try (Inode found = entry.directory().inode(entry.name())) {
      hardLinks.checkIn(entry.directory(), entry.path(), found);
      Stat stat = found.stat();
      links.keep(stat, copyInode(found, stat, target.directory(), entry.name(), target.lists()));
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    return false;
  }

  @Override
  public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
    refuseTarget(entry.stat());
    Target above = targets.getFirst();
    try {
      targets.push(target(above.directory(), entry.name(), entry.stat(), above.lists()));
      return this;
    } catch (SystemCallException e) {
      if (e.is(Errno.EEXIST)) {
        return null; // another process is creating the same directory
      }
      throw e;
    }
  }

  /** The target may have been moved into the source, where the copy would never end. */
  private void refuseTarget(Stat directory) throws UnsafePathException {
    for (Target target : targets) {
      if (target.stat().isSameInode(directory)) {
        throw new UnsafePathException("the source contains the target");
      }
    }
  }

  @Override
  public void leave(Entry entry, Directory opened) throws IOException {
    try (Target target = targets.pop()) {
      finish(opened, entry.stat(), target);
    }
  }

  @Override
  public void failed(TreeWalk.Failure failure) {
    IOException reason = failure.reason();
    if (exists && reason instanceof SystemCallException call && call.is(Errno.EROFS)) {
      readOnly = true;
      return;
    }
    failed = true;
    context.reportFailed(line, inCopy(failure.path()), Operation.COPY, reason);
  }

  /** The path of the copy of an entry. */
  private BytePath inCopy(BytePath entry) {
    BytePath path = line.path();
    List<Bytes> components = entry.components();
    for (int i = source.components().size(); i < components.size(); i++) {
      path = path.child(Name.of(components.get(i)));
    }
    return path;
  }

  private Target target(Directory parent, Name name, Stat source, Stat lists) throws IOException {
    boolean created = parent.statIfExists(name) == null;
    Directory directory = created ? parent.createDirectory(name, 0700) : parent.open(name);
    try (ScopedHandle<Directory> scope = new ScopedHandle<>(directory)) {
      Stat stat = directory.stat();
      Stat chosen = created ? lists : stat;
      if (created && metadata.removeLists(directory, source, lists)) {
        chosen = stat;
      }
      return new Target(scope.release(), stat, created, chosen);
    }
  }

  private void finish(Handle source, Stat stat, Target target) throws IOException {
    if (target.created()) {
      metadata.copy(source, stat, target.directory());
    }
  }

  /** Copies anything but a directory, and returns the copy open. */
  private Handle copyInode(Inode source, Stat stat, Directory parent, Name name, Stat lists)
      throws IOException {
    Handle copy = create(source, stat, parent, name);
    try (ScopedHandle<Handle> scope = new ScopedHandle<>(copy)) {
      if (copy instanceof OpenFile file) {
        fill(source, file);
      }
      metadata.removeLists(copy, stat, lists);
      metadata.copy(source, stat, copy);
      return scope.release();
    } catch (IOException e) {
      parent.remove(name); // half a file is worse than none
      throw e;
    }
  }

  private static Handle create(Inode source, Stat stat, Directory parent, Name name)
      throws IOException {
    return switch (stat.type()) {
      case REGULAR -> parent.createFile(name, 0600);
      case SYMLINK -> parent.createSymlink(name, source.linkText());
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
          parent.createNode(name, stat.type(), 0600, stat.nodeMajor(), stat.nodeMinor());
      case DIRECTORY, UNKNOWN -> throw new InTheWayException(stat.type());
    };
  }

  private static void fill(Inode source, OpenFile copy) throws IOException {
    try (OpenFile content = source.openForReading()) {
      copy.copyFrom(content);
    }
  }
}
