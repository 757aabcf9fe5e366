// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Descent;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Errno;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.Visit;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Owner;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a tree: modes, times, {@code user.} attributes and hard links are kept, owners too
 * unless the line names others. What exists already stays as it is.
 */
final class TreeCopy implements Descent.Visitor {
  private static final String USER_NAMESPACE = "user.";

  private final Line line;
  private final Deque<Target> targets = new ArrayDeque<>();
  private final Map<FileId, List<Name>> copies = new HashMap<>();
  private @Nullable IOException first;

  /** A directory that is being filled. */
  private record Target(Directory directory, boolean created, List<Name> below)
      implements AutoCloseable {
    @Override
    public void close() {
      directory.close();
    }
  }

  /** What makes an inode itself. */
  private record FileId(long device, long inode) {}

  TreeCopy(Line line) {
    this.line = line;
  }

  /**
   * Copies what is held to a name.
   *
   * @throws IOException the first failure; the rest of the tree was copied
   */
  void copy(Inode source, Directory parent, Name name) throws IOException {
    Stat stat = source.stat();
    if (!stat.isDirectory()) {
      copyInode(source, stat, parent, name);
      return;
    }
    try (Directory from = source.listable()) {
      try (Target top = target(parent, name, List.of())) {
        targets.push(top);
        Descent.below(from, line.path(), this);
        finish(source, stat, top);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  @Override
  public boolean visit(Visit entry) throws IOException {
    if (entry.stat().isDirectory()) {
      return true;
    }
    Target target = targets.getFirst();
    if (linkToEarlierCopy(entry, target)) {
      return false;
    }
    try (Inode source = entry.directory().inode(entry.name())) {
      copyInode(source, source.stat(), target.directory(), entry.name());
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    return false;
  }

  @Override
  public Descent.@Nullable Visitor enter(Visit entry, Directory opened) throws IOException {
    Target above = targets.getFirst();
    try {
      targets.push(target(above.directory(), entry.name(), with(above.below(), entry.name())));
      return this;
    } catch (SystemCallException e) {
      if (e.is(Errno.EEXIST)) {
        return null; // somebody else is making the same directory
      }
      throw e;
    }
  }

  @Override
  public void leave(Visit entry, Directory opened) throws IOException {
    try (Target target = targets.pop()) {
      finish(opened, entry.stat(), target);
    }
  }

  @Override
  public void failed(@Nullable Visit entry, IOException reason) {
    first = first == null ? reason : first;
  }

  private Target target(Directory parent, Name name, List<Name> below) throws IOException {
    if (parent.statIfExists(name) == null) {
      return new Target(parent.createDirectory(name, 0700), true, below);
    }
    return new Target(parent.open(name), false, below);
  }

  private static List<Name> with(List<Name> names, Name last) {
    List<Name> longer = new ArrayList<>(names);
    longer.add(last);
    return longer;
  }

  private void finish(Handle source, Stat stat, Target target) throws IOException {
    if (target.created()) {
      dress(source, stat, target.directory());
    }
  }

  private void copyInode(Inode source, Stat stat, Directory parent, Name name) throws IOException {
    switch (stat.type()) {
      case REGULAR -> copyFile(source, stat, parent, name);
      case SYMLINK -> parent.createSymlink(name, source.linkText());
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
          parent.createNode(name, stat.type(), 0600, stat.nodeMajor(), stat.nodeMinor());
      case DIRECTORY, UNKNOWN -> throw new InTheWayException(stat.type());
    }
    if (!stat.isRegular()) {
      try (Inode copy = parent.inode(name)) {
        dress(source, stat, copy);
      }
    }
  }

  private void copyFile(Inode source, Stat stat, Directory parent, Name name) throws IOException {
    try (OpenFile copy = parent.createFile(name, 0600)) {
      try (OpenFile content = source.openForReading()) {
        copy.copyFrom(content);
        dress(source, stat, copy);
      } catch (IOException e) {
        parent.remove(name); // half a file is worse than none
        throw e;
      }
    }
  }

  /** Gives a copy the owner, mode, attributes and times of its original. */
  private void dress(Handle source, Stat stat, Handle copy) throws IOException {
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

  /** A file with several names in the source gets several names in the copy. */
  private boolean linkToEarlierCopy(Visit entry, Target target) throws IOException {
    Stat stat = entry.stat();
    if (stat.links() < 2) {
      return false;
    }
    FileId id = new FileId(stat.device(), stat.inode());
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
