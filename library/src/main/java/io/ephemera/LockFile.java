// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.fs.Users;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that exists to be locked, held with an exclusive BSD lock, flock(2).
 *
 * <p>The kernel gives the lock back when its holder dies. The file is never deleted: a lock on a
 * file without a name locks nobody out. Who deletes it all the same is found out by comparing name
 * and descriptor after locking.
 */
final class LockFile implements AutoCloseable {
  private static final int MODE = 0600;

  private final OpenFile file;

  private LockFile(OpenFile file) {
    this.file = file;
  }

  /**
   * Takes the lock without waiting.
   *
   * @return null when somebody else holds it
   * @throws UnsafePathException if something else stands at the name
   */
  static @Nullable LockFile tryLock(Directory directory, Name name) throws IOException {
    while (true) {
      OpenFile file = open(directory, name);
      boolean held = false;
      try {
        if (!file.tryLock()) {
          return null;
        }
        held = isStillNamed(directory, name, file.stat());
        if (held) {
          return new LockFile(file);
        }
      } finally {
        if (!held) {
          file.close();
        }
      }
    }
  }

  private static boolean isStillNamed(Directory directory, Name name, Stat held)
      throws SystemCallException {
    Stat named = directory.statIfExists(name);
    return named != null && named.isSameInode(held) && held.links() == 1;
  }

  private static OpenFile open(Directory directory, Name name) throws IOException {
    OpenFile file;
    try {
      file = directory.openOrCreateFile(name, MODE);
    } catch (SystemCallException e) {
      Stat stat = directory.statIfExists(name);
      if (stat != null && !stat.isRegular()) {
        throw refused(name, "is no file but " + stat.type().text());
      }
      throw e;
    }
    boolean safe = false;
    try {
      verify(file.stat(), name);
      safe = true;
      return file;
    } finally {
      if (!safe) {
        file.close();
      }
    }
  }

  private static void verify(Stat stat, Name name) throws UnsafePathException {
    if (!stat.isRegular()) {
      throw refused(name, "is no file but " + stat.type().text());
    }
    if (stat.uid() != Users.effectiveUid()) {
      throw refused(name, "belongs to user " + Integer.toUnsignedString(stat.uid()));
    }
    if (stat.links() > 1) {
      throw refused(name, "has another name elsewhere");
    }
  }

  private static UnsafePathException refused(Name name, String what) {
    return new UnsafePathException("the lock file " + name + " " + what + "; remove it");
  }

  /** The file, for what its holder writes into it. */
  OpenFile file() {
    return file;
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    file.close();
  }
}
