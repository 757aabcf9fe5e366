// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Credentials;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Removes an entry with everything below it, never across a mount point. */
public final class Removal {
  private static final int OWNER_ACCESS = 0700;

  private Removal() {}

  /**
   * Removes an entry of any type and everything below it. Succeeds if there is no such entry.
   *
   * @throws SystemCallException for the first entry that could not be removed (EBUSY for a mount
   *     point); everything else was tried
   */
  public static void removeTree(Directory parent, Name name, BytePath path) throws IOException {
    try {
      remove(parent, name, path);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) { // another process was faster
        throw e;
      }
    }
  }

  private static void remove(Directory parent, Name name, BytePath path) throws IOException {
    Stat stat = parent.statIfExists(name);
    if (stat == null) {
      return;
    }
    refuseMountPoint(stat, name);
    if (!stat.isDirectory()) {
      parent.remove(name);
      return;
    }
    RemoveAll visitor = new RemoveAll();
    try (Directory top = parent.openForReading(name)) {
      refuseMountPoint(top.stat(), name);
      TreeWalk.below(top, path, visitor);
    }
    if (visitor.first != null) {
      throw visitor.first;
    }
    parent.removeDirectory(name);
  }

  private static void refuseMountPoint(Stat stat, Object shown) throws SystemCallException {
    if (stat.isMountPoint()) {
      throw new SystemCallException(SystemCall.REMOVE, shown, Errno.EBUSY);
    }
  }

  /**
   * Removes everything below a directory except what is in use: a mount point, and what a process
   * holds a BSD lock on, with the directories above it.
   *
   * @param directory opened for reading
   * @param path its path, for messages
   * @throws HeldException for the first entry that is in use, and SystemCallException for the first
   *     that could not be removed; everything else was tried
   */
  public static void removeContent(Directory directory, BytePath path) throws IOException {
    removeContent(directory, path, new RemoveUnused(true));
  }

  private static void removeContent(Directory directory, BytePath path, RemoveUnused visitor)
      throws IOException {
    RemoveUnused.makeAccessible(directory, directory.stat());
    TreeWalk.below(directory, path, visitor);
    if (visitor.first != null) {
      throw visitor.first;
    }
  }

  /**
   * Removes a directory with everything below it, if a name still leads to it: what was put in its
   * place is not touched. A mount point is in use; a lock keeps nothing, for any user can lock what
   * he may read.
   *
   * @param directory opened for reading
   * @param path its path, for messages
   * @return false if the name leads elsewhere
   * @throws HeldException for the first mount point; otherwise as {@link #removeContent}
   */
  public static boolean removeDirectory(
      Directory parent, Name name, Directory directory, BytePath path) throws IOException {
    Stat stat = directory.stat();
    if (!parent.stillNames(name, stat)) {
      return false;
    }
    if (stat.isMountPoint()) {
      throw HeldException.mounted(path);
    }
    removeContent(directory, path, new RemoveUnused(false));
    parent.removeDirectory(name);
    return true;
  }

  private static IOException withPath(TreeWalk.Failure failure) {
    IOException reason = failure.reason();
    return reason instanceof SystemCallException e ? e.about(failure.path()) : reason;
  }

  /** Removes what is not in use. */
  private static final class RemoveUnused implements TreeWalk.Visitor {
    private final boolean heedsLocks;
    @Nullable IOException first;

    /**
     * A visitor.
     *
     * @param heedsLocks whether what is locked is in use
     */
    RemoveUnused(boolean heedsLocks) {
      this.heedsLocks = heedsLocks;
    }

    @Override
    public boolean visit(Entry entry) throws IOException {
      if (entry.stat().isMountPoint()) {
        throw HeldException.mounted(entry.path());
      }
      if (entry.stat().isDirectory()) {
        makeAccessible(entry);
        return true;
      }
      if (heedsLocks && entry.stat().isRegular() && isLocked(entry)) {
        throw HeldException.locked(entry.path());
      }
      entry.directory().remove(entry.name());
      return false;
    }

    /** The owner may have lost the permission to list a directory or to remove from it. */
    private static void makeAccessible(Entry entry) throws SystemCallException {
      if (isInaccessible(entry.stat())) {
        try (Inode inode = entry.directory().inode(entry.name())) {
          Stat now = inode.stat();
          if (now.isSameInode(entry.stat())) {
            makeAccessible(inode, now);
          }
        }
      }
    }

    static void makeAccessible(Handle directory, Stat stat) throws SystemCallException {
      if (isInaccessible(stat)) {
        directory.setMode(stat.mode() | OWNER_ACCESS);
      }
    }

    private static boolean isInaccessible(Stat directory) {
      return (directory.mode() & OWNER_ACCESS) != OWNER_ACCESS
          && directory.uid() == Credentials.geteuid();
    }

    /** A file that we may not read counts as not locked: hardly any other process may read it. */
    private static boolean isLocked(Entry entry) throws SystemCallException {
      try (OpenFile file = entry.directory().openFile(entry.name())) {
        return file.attemptLock() == LockAttempt.BUSY;
      } catch (SystemCallException e) {
        if (e.is(Errno.EACCES, Errno.ELOOP) || e.is(Errno.ENXIO)) {
          return false;
        }
        throw e;
      }
    }

    @Override
    public TreeWalk.@Nullable Visitor enter(Entry entry, Directory opened) throws IOException {
      if (heedsLocks && opened.attemptLock() == LockAttempt.BUSY) {
        throw HeldException.locked(entry.path());
      }
      return this;
    }

    @Override
    public void left(Entry entry) throws IOException {
      entry.directory().removeDirectory(entry.name());
    }

    @Override
    public void failed(TreeWalk.Failure failure) {
      if (first == null && !failure.isGone()) {
        first =
            failure.attempt() == TreeWalk.Attempt.LOOK_AT_MOUNT_POINT
                ? HeldException.mounted(failure.path())
                : withPath(failure);
      }
    }
  }

  /** Removes everything but mount points. */
  private static final class RemoveAll implements TreeWalk.Visitor {
    @Nullable IOException first;

    @Override
    public boolean visit(Entry entry) throws IOException {
      if (entry.stat().isMountPoint()) {
        throw new SystemCallException(SystemCall.REMOVE, entry.path(), Errno.EBUSY);
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
    public void failed(TreeWalk.Failure failure) {
      if (first == null && !failure.isGone()) {
        first =
            failure.attempt() == TreeWalk.Attempt.LOOK_AT_MOUNT_POINT
                ? new SystemCallException(SystemCall.REMOVE, failure.path(), Errno.EBUSY)
                : withPath(failure);
      }
    }
  }
}
