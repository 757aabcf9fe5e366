// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
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

  private record Verified(BytePath path, Stat stat, TrustedDirectories trusted) {
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
  static Directory open(Place place) throws IOException {
    BytePath path = place.bytePath();
    TrustedDirectories trusted = place.trusted();
    Directory verified = reopen(path, trusted);
    if (verified != null) {
      return verified;
    }
    Survey survey = new Survey(Caller.ofProcess(trusted));
    try (Root root = Root.host();
        ScopedHandle<Directory> resolved = new ScopedHandle<>(resolve(root, path, survey))) {
      Stat stat = resolved.get().stat();
      verify(resolved.get(), stat, survey);
      last = new Verified(path, stat, trusted);
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
  private static @Nullable Directory reopen(BytePath path, TrustedDirectories trusted) {
    Verified verified = last;
    if (verified == null || !verified.path.equals(path) || !verified.trusted.equals(trusted)) {
      return null;
    }
    try (Directory opened = Directory.openAmbient(path)) {
      Stat now = opened.stat();
      return verified.isUnchanged(now) ? opened.share(now) : null;
    } catch (SystemCallException e) {
      return null; // resolving the path will say what is wrong
    }
  }

  private static Directory resolve(Root root, BytePath path, Survey survey) throws IOException {
    try {
      return Directory.of(root.findFor(survey, path, true));
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    Survey creation = survey.again();
    try (Directory parent = root.makePrivateParentOf(path, creation)) {
      creation.passes(parent, parent.stat(), path.parent());
      String reason = creation.fault();
      if (reason != null) {
        throw new UnsafePathException(reason + ": it would have to be created there");
      }
      return parent.createDirectory(nameOf(path), PRIVATE);
    }
  }

  /**
   * Accepts a directory in which temporary files may be created, at the end of a way.
   *
   * @throws UnsafePathException if other users could remove or replace entries
   */
  static void verify(Directory directory, Stat stat, Survey survey) throws UnsafePathException {
    String reason = survey.againstShared(directory, stat);
    if (reason != null) {
      throw new UnsafePathException(
          reason
              + ": other users could replace files in it; choose a directory of your own, or /tmp"
              + (stat.isSticky() ? "" : ", or chmod +t"));
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
