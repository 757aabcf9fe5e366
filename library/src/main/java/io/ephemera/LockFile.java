// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file that exists to be locked, held with an exclusive BSD lock, flock(2).
 *
 * <p>The kernel gives the lock back when its holder dies. The file is never deleted: a lock on a
 * file without a name locks nobody out. Who deletes it all the same is found out by comparing name
 * and descriptor after locking. Only the user may open it, for who opens a file may lock it.
 */
final class LockFile implements AutoCloseable {
  private static final int MODE = 0600;
  private static final String WHAT = "the lock file ";

  private final OpenFile file;
  private boolean closed;

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

  /**
   * Opens the file, and creates it where it is missing; it is not locked.
   *
   * @throws UnsafePathException if something else stands at the name
   */
  static OpenFile open(Directory directory, Name name) throws IOException {
    OpenFile file = null;
    while (file == null) {
      try {
        file = directory.openOrCreateFile(name, MODE);
      } catch (SystemCallException e) {
        if (!maySucceedNow(directory, name, e)) {
          throw e;
        }
      }
    }
    boolean safe = false;
    try {
      Stat stat = file.stat();
      ExistingFile.verify(stat, WHAT, name);
      if (stat.mode() != MODE) { // umask(2) took more away, or others could open it
        file.setMode(MODE);
      }
      safe = true;
      return file;
    } finally {
      if (!safe) {
        file.close();
      }
    }
  }

  /**
   * Whether there is a point in opening it once more: the process that created it under a mask that
   * leaves nothing has not set the mode yet, or died before.
   */
  private static boolean maySucceedNow(Directory directory, Name name, SystemCallException refused)
      throws IOException {
    try (Inode inode = directory.inode(name)) {
      Stat stat = inode.stat();
      ExistingFile.verify(stat, WHAT, name);
      if (!refused.is(Errno.EACCES) || stat.mode() == MODE) {
        return false;
      }
      inode.setMode(MODE);
      return true;
    } catch (SystemCallException e) {
      return false;
    }
  }

  /** The file, for what its holder writes into it. */
  OpenFile file() {
    return file;
  }

  /**
   * Gives the lock back, also where a process that is just being started still has the descriptor.
   * A second call does nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      file.unlock();
    } catch (SystemCallException e) {
      // Closing gives it back as well.
    } finally {
      file.close();
    }
  }
}
