// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens the directory in which temporary files and directories are created. It belongs to root or
 * to the caller and, if other users may write to it, is sticky: they cannot remove or replace the
 * caller's entries. A missing one is created for the caller alone.
 */
final class TemporaryParent {
  private static final int PRIVATE = 0700;

  /** The directory that was verified last, which need not be resolved again. */
  private static volatile @Nullable Verified last;

  private record Verified(BytePath path, Stat stat) {
    boolean isUnchanged(Stat now) {
      return now.isSameInode(stat)
          && now.mode() == stat.mode()
          && now.uid() == stat.uid()
          && now.gid() == stat.gid();
    }
  }

  private TemporaryParent() {}

  /**
   * Opens it.
   *
   * @throws UnsafePathException if other users could remove or replace entries
   */
  static Directory open(BytePath path) throws IOException {
    Directory verified = reopen(path);
    if (verified != null) {
      return verified;
    }
    try (ScopedHandle<Directory> resolved = new ScopedHandle<>(resolve(path))) {
      Stat stat = resolved.get().stat();
      verify(stat);
      last = new Verified(path, stat);
      return resolved.release();
    }
  }

  /** Whether a path is the one that was verified last. */
  static boolean isVerified(BytePath path) {
    Verified verified = last;
    return verified != null && verified.path.equals(path);
  }

  /**
   * Opens the directory that was verified last, with two calls in place of resolving its path: if
   * inode, owner and mode are those that were verified, it is right whatever led to it.
   */
  private static @Nullable Directory reopen(BytePath path) {
    Verified verified = last;
    if (verified == null || !verified.path.equals(path)) {
      return null;
    }
    try (ScopedHandle<Directory> opened = new ScopedHandle<>(Directory.openAmbient(path))) {
      return verified.isUnchanged(opened.get().stat()) ? opened.release() : null;
    } catch (SystemCallException e) {
      return null; // resolving the path will say what is wrong
    }
  }

  private static Directory resolve(BytePath path) throws IOException {
    try (Root root = Root.host()) {
      Inode found = root.followIfExists(path);
      if (found != null) {
        return Directory.of(found);
      }
      try (Directory parent = root.makePrivateParentOf(path)) {
        return parent.createDirectory(Objects.requireNonNull(path.name()), PRIVATE);
      }
    }
  }

  /**
   * Accepts a directory in which temporary files may be created.
   *
   * @throws UnsafePathException if other users could remove or replace entries
   */
  static void verify(Stat directory) throws UnsafePathException {
    if (!directory.belongsToRootOrUs()) {
      throw new UnsafePathException(
          "belongs to user "
              + Integer.toUnsignedString(directory.uid())
              + ", who could replace files in it; you are user "
              + Integer.toUnsignedString(Users.effectiveUid())
              + ": choose a directory of your own, or /tmp");
    }
    if (directory.isOpenToOthers() && !directory.isSticky()) {
      throw new UnsafePathException(
          "other users may write to it and it is not sticky, so they could replace files in it:"
              + " chmod +t, or choose another directory");
    }
  }

  static Name nameOf(BytePath path) throws UnsafePathException {
    Name name = path.name();
    if (name == null) {
      throw new UnsafePathException("the path has no file name");
    }
    return name;
  }
}
