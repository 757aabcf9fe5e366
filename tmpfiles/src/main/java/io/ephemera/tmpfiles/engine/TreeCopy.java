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
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Owner;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies one tree, with modes, times, {@code user.} attributes and hard links, and with owners
 * unless the line sets them. What exists is not changed.
 */
final class TreeCopy implements TreeWalk.Visitor {
  private static final String USER_NAMESPACE = "user.";

  private final Line line;
  private final BytePath source;
  private final HardLinks hardLinks;
  private final Throttle throttle;
  private final Deque<Target> targets = new ArrayDeque<>();
  private final Map<FileId, List<Name>> copies = new HashMap<>();
  private @Nullable IOException first;
  private boolean stopped;

  /** A directory that is being filled. */
  private record Target(Directory directory, FileId id, boolean created, List<Name> below)
      implements AutoCloseable {
    @Override
    public void close() {
      directory.close();
    }
  }

  /** Identifies an inode. */
  private record FileId(long device, long inode) {
    static FileId of(Stat stat) {
      return new FileId(stat.device(), stat.inode());
    }
  }

  /**
   * A copy of one tree.
   *
   * @param throttle when to stop with a part of the tree
   */
  TreeCopy(Line line, BytePath source, HardLinks hardLinks, Throttle throttle) {
    this.line = line;
    this.source = source;
    this.hardLinks = hardLinks;
    this.throttle = throttle;
  }

  /**
   * Copies an inode, and everything below it, to a name. If the time is up before, a directory that
   * this created is removed again: the next run would take it for the whole copy.
   *
   * @return whether everything was copied before the time was up
   * @throws IOException for the first failure; the rest of the tree was copied
   */
  boolean copy(Inode source, Directory parent, Name name) throws IOException {
    Stat stat = source.stat();
    if (!stat.isDirectory()) {
      copyInode(source, stat, parent, name);
      return true;
    }
    try (Directory from = source.listable()) {
      try (Target top = target(parent, name, List.of())) {
        targets.push(top);
        TreeWalk.below(from, this.source, this);
        if (stopped) {
          removeCreated(top, parent, name);
          return false;
        }
        finish(source, stat, top);
      }
    }
    if (first != null) {
      throw first;
    }
    return true;
  }

  /** Only root and the caller could write to it until now. */
  private void removeCreated(Target top, Directory parent, Name name) throws IOException {
    if (top.created() && parent.stillNames(name, top.directory().stat())) {
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
    if (linkToEarlierCopy(entry, target)) {
      return false;
    }
    try (Inode found = entry.directory().inode(entry.name())) {
      hardLinks.checkIn(entry.directory(), entry.path(), found);
      copyInode(found, found.stat(), target.directory(), entry.name());
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    return false;
  }

  @Override
  public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
    refuseTarget(FileId.of(entry.stat()));
    Target above = targets.getFirst();
    try {
      targets.push(target(above.directory(), entry.name(), with(above.below(), entry.name())));
      return this;
    } catch (SystemCallException e) {
      if (e.is(Errno.EEXIST)) {
        return null; // another process is creating the same directory
      }
      throw e;
    }
  }

  /** The target may have been moved into the source, where the copy would never end. */
  private void refuseTarget(FileId directory) throws UnsafePathException {
    for (Target target : targets) {
      if (target.id().equals(directory)) {
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
    first = first == null ? failure.reason() : first;
  }

  private Target target(Directory parent, Name name, List<Name> below) throws IOException {
    boolean created = parent.statIfExists(name) == null;
    Directory directory = created ? parent.createDirectory(name, 0700) : parent.open(name);
    try (ScopedHandle<Directory> scope = new ScopedHandle<>(directory)) {
      FileId id = FileId.of(directory.stat());
      return new Target(scope.release(), id, created, below);
    }
  }

  private static List<Name> with(List<Name> names, Name last) {
    List<Name> longer = new ArrayList<>(names);
    longer.add(last);
    return longer;
  }

  private void finish(Handle source, Stat stat, Target target) throws IOException {
    if (target.created()) {
      copyMetadata(source, stat, target.directory());
    }
  }

  private void copyInode(Inode source, Stat stat, Directory parent, Name name) throws IOException {
    switch (stat.type()) {
      case REGULAR -> copyFile(source, stat, parent, name);
      case SYMLINK -> {
        try (Inode copy = parent.createSymlink(name, source.linkText())) {
          copyMetadata(source, stat, copy);
        }
      }
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> {
        try (Inode copy =
            parent.createNode(name, stat.type(), 0600, stat.nodeMajor(), stat.nodeMinor())) {
          copyMetadata(source, stat, copy);
        }
      }
      case DIRECTORY, UNKNOWN -> throw new InTheWayException(stat.type());
    }
  }

  private void copyFile(Inode source, Stat stat, Directory parent, Name name) throws IOException {
    try (OpenFile copy = parent.createFile(name, 0600)) {
      try (OpenFile content = source.openForReading()) {
        copy.copyFrom(content);
        copyMetadata(source, stat, copy);
      } catch (IOException e) {
        parent.remove(name); // half a file is worse than none
        throw e;
      }
    }
  }

  /** Copies owner, mode, attributes and times. */
  private void copyMetadata(Handle source, Stat stat, Handle copy) throws IOException {
    Stat now = copy.stat();
    int uid = id(line.user(), stat.uid());
    int gid = id(line.group(), stat.gid());
    if (uid != now.uid() || gid != now.gid()) {
      copy.setOwner(uid, gid);
    }
    if (!stat.isSymlink()) {
      copy.setMode(stat.mode());
      copyAttributes(source, copy);
    }
    copy.setTimes(stat);
  }

  private static int id(@Nullable Owner owner, int original) {
    return owner == null ? original : owner.id();
  }

  private static void copyAttributes(Handle source, Handle copy) throws IOException {
    for (String attribute : source.attributeNames()) {
      Bytes value = attribute.startsWith(USER_NAMESPACE) ? source.attribute(attribute) : null;
      if (value != null) {
        copy.setAttribute(attribute, value);
      }
    }
  }

  /** Hard links in the source become hard links in the copy. */
  private boolean linkToEarlierCopy(Entry entry, Target target) throws IOException {
    Stat stat = entry.stat();
    if (stat.links() < 2) {
      return false;
    }
    FileId id = FileId.of(stat);
    List<Name> earlier = copies.putIfAbsent(id, with(target.below(), entry.name()));
    return earlier != null && link(earlier, target, entry.name());
  }

  private boolean link(List<Name> earlier, Target target, Name name) throws IOException {
    Directory from = targets.getLast().directory();
    List<Directory> opened = new ArrayList<>();
    try {
      for (Name step : earlier.subList(0, earlier.size() - 1)) {
        from = from.open(step);
        opened.add(from);
      }
      target.directory().createLink(name, from, earlier.getLast());
      return true;
    } catch (SystemCallException e) {
      return e.is(Errno.EEXIST);
    } finally {
      opened.forEach(Directory::close);
    }
  }
}
