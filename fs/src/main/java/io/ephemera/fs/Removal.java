// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Credentials;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Removing an entry with everything below it, never across a mount point. */
public final class Removal {
  private Removal() {}

  /**
   * Removes an entry, whatever it is, and all below it. No such entry is right too.
   *
   * @throws SystemCallException for the first thing that could not be removed (EBUSY for a mount
   *     point); the rest was tried
   */
  public static void removeTree(Directory parent, Name name, BytePath path) throws IOException {
    try {
      remove(parent, name, path);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) { // somebody else was faster
        throw e;
      }
    }
  }

  private static void remove(Directory parent, Name name, BytePath path) throws IOException {
    Stat stat = parent.statIfExists(name);
    if (stat == null) {
      return;
    }
    if (stat.isMountPoint()) {
      throw new SystemCallException(SystemCall.REMOVE, name.toString(), Errno.EBUSY);
    }
    if (!stat.isDirectory()) {
      parent.remove(name);
      return;
    }
    Sweep sweep = new Sweep();
    try (Directory top = parent.openForReading(name)) {
      if (top.stat().isMountPoint()) {
        throw new SystemCallException(SystemCall.REMOVE, name.toString(), Errno.EBUSY);
      }
      TreeWalk.below(top, path, sweep);
    }
    if (sweep.first != null) {
      throw sweep.first;
    }
    parent.removeDirectory(name);
  }

  /**
   * Removes everything below a directory but what somebody holds: a mount point, and what a process
   * keeps a BSD lock on, with the directories above it.
   *
   * @param directory opened for reading
   * @param path how its path is shown
   * @throws HeldException for the first thing that is held, and SystemCallException for the first
   *     that could not be removed; the rest was tried
   */
  public static void removeContent(Directory directory, BytePath path) throws IOException {
    Considerate visitor = new Considerate();
    Considerate.makeAccessible(directory, directory.stat());
    TreeWalk.below(directory, path, visitor);
    if (visitor.first != null) {
      throw visitor.first;
    }
  }

  /** Leaves alone what is locked. */
  private static final class Considerate implements TreeWalk.Visitor {
    @Nullable IOException first;

    @Override
    public boolean visit(Entry entry) throws IOException {
      if (entry.stat().isMountPoint()) {
        throw new HeldException(entry.path(), "something is mounted on it");
      }
      if (entry.stat().isDirectory()) {
        makeAccessible(entry);
        return true;
      }
      if (entry.stat().isRegular() && isLocked(entry)) {
        throw HeldException.locked(entry.path());
      }
      entry.directory().remove(entry.name());
      return false;
    }

    /** Its owner may have taken the right to list a directory or to remove from it from itself. */
    private static void makeAccessible(Entry entry) throws SystemCallException {
      if (isClosedToUs(entry.stat())) {
        try (Inode inode = entry.directory().inode(entry.name())) {
          Stat now = inode.stat();
          if (now.isSameInode(entry.stat())) {
            makeAccessible(inode, now);
          }
        }
      }
    }

    static void makeAccessible(Handle directory, Stat stat) throws SystemCallException {
      if (isClosedToUs(stat)) {
        directory.setMode(stat.mode() | 0700);
      }
    }

    private static boolean isClosedToUs(Stat directory) {
      return (directory.mode() & 0700) != 0700 && directory.uid() == Credentials.geteuid();
    }

    /** What may not be read cannot be asked; nobody else can have locked it by reading either. */
    private static boolean isLocked(Entry entry) throws SystemCallException {
      try (OpenFile file = entry.directory().openFile(entry.name())) {
        return !file.tryLock();
      } catch (SystemCallException e) {
        if (e.is(Errno.EACCES, Errno.ELOOP) || e.is(Errno.ENXIO)) {
          return false;
        }
        throw e;
      }
    }

    @Override
    public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
      if (!opened.tryLock()) {
        throw HeldException.locked(entry.path());
      }
      return this;
    }

    @Override
    public void left(Entry entry) throws IOException {
      entry.directory().removeDirectory(entry.name());
    }

    @Override
    public void failed(@Nullable Entry entry, IOException reason) {
      boolean expected =
          reason instanceof SystemCallException e
              && (e.is(Errno.ENOENT) || (first != null && e.is(Errno.ENOTEMPTY)));
      if (first == null && !expected) {
        first = reason;
      }
    }
  }

  private static final class Sweep implements TreeWalk.Visitor {
    @Nullable IOException first;

    @Override
    public boolean visit(Entry entry) throws IOException {
      if (entry.stat().isMountPoint()) {
        throw new SystemCallException(SystemCall.REMOVE, entry.path().toString(), Errno.EBUSY);
      }
      if (entry.stat().isDirectory()) {
        return true;
      }
      entry.directory().remove(entry.name());
      return false;
    }

    @Override
    public void left(Entry entry) throws IOException {
      entry.directory().removeDirectory(entry.name());
    }

    @Override
    public void failed(@Nullable Entry entry, IOException reason) {
      boolean gone = reason instanceof SystemCallException e && e.is(Errno.ENOENT);
      if (first == null && !gone) {
        first = reason;
      }
    }
  }
}
