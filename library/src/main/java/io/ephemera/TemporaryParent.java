// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which temporary files and directories are made: root's or the caller's own, and
 * where others may write to it, sticky, so that they cannot remove or exchange what is ours. One
 * that is missing is made, for the caller alone.
 */
final class TemporaryParent {
  private static final int PRIVATE = 0700;

  /** The last that was found right: walking to it again would find the same. */
  private static volatile @Nullable Verified last;

  private record Verified(BytePath path, Stat stat) {
    boolean isStill(Stat now) {
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
   * @throws UnsafePathException if others could remove or exchange what is made there
   */
  static Directory open(BytePath path) throws IOException {
    Directory known = openVerified(path);
    if (known != null) {
      return known;
    }
    Directory directory = walkTo(path);
    boolean safe = false;
    try {
      Stat stat = directory.stat();
      verify(stat);
      last = new Verified(path, stat);
      safe = true;
      return directory;
    } finally {
      if (!safe) {
        directory.close();
      }
    }
  }

  /** Whether the last walk that found a directory right went to this path. */
  static boolean isVerified(BytePath path) {
    Verified verified = last;
    return verified != null && verified.path.equals(path);
  }

  /**
   * Two calls instead of a walk: what has the owner and mode that were verified, and is the same
   * inode, is right whichever way led there.
   */
  private static @Nullable Directory openVerified(BytePath path) {
    Verified verified = last;
    if (verified == null || !verified.path.equals(path)) {
      return null;
    }
    try {
      Directory directory = Directory.openAmbient(path);
      if (verified.isStill(directory.stat())) {
        return directory;
      }
      directory.close();
      return null;
    } catch (SystemCallException e) {
      return null; // the walk will say what is wrong
    }
  }

  private static Directory walkTo(BytePath path) throws IOException {
    try (Root root = Root.host()) {
      Inode found = root.followIfExists(path);
      if (found != null) {
        return Directory.of(found);
      }
      try (Directory above = root.makePrivateParentOf(path)) {
        return above.createDirectory(Objects.requireNonNull(path.name()), PRIVATE);
      }
    }
  }

  /**
   * Nothing where a directory may have temporary files.
   *
   * @throws UnsafePathException otherwise
   */
  static void verify(Stat directory) throws UnsafePathException {
    if (!directory.belongsToRootOrUs()) {
      throw new UnsafePathException(
          "belongs to user "
              + Integer.toUnsignedString(directory.uid())
              + ", who could exchange what is put there; you are user "
              + Integer.toUnsignedString(Users.effectiveUid())
              + ": choose a directory of your own, or /tmp");
    }
    if (directory.isOpenToOthers() && !directory.isSticky()) {
      throw new UnsafePathException(
          "others may write to it and it is not sticky, so they could exchange what is put there:"
              + " chmod +t, or choose another place");
    }
  }

  static Name nameOf(BytePath path) throws UnsafePathException {
    Name name = path.name();
    if (name == null) {
      throw new UnsafePathException("the path names no file");
    }
    return name;
  }
}
