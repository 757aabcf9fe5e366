// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file whose only purpose is to be locked, held with an exclusive BSD lock, flock(2).
 *
 * <p>The kernel releases the lock when its holder dies. The file is never deleted: a lock on a file
 * without a name locks nothing. If anything else deletes it, comparing name and descriptor after
 * locking shows that. Only the user may open it, because any process that can open a file can lock
 * it.
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
   * @return null if another process, or this one already, holds it
   * @throws UnsafePathException if something else has the name
   * @throws SystemCallException also if the file system has no locks
   */
  static @Nullable LockFile tryLock(Directory directory, Name name) throws IOException {
    return tryLock(directory, name, OpenFile::tryLock);
  }

  /**
   * As {@link #tryLock}, for callers with another proof that what they protect is not in use: where
   * the file system has no locks, holds the file without one.
   */
  static @Nullable LockFile tryLockIfSupported(Directory directory, Name name) throws IOException {
    return tryLock(directory, name, CleanerLock::tryLock);
  }

  private interface Attempt {
    boolean succeeds(OpenFile file) throws SystemCallException;
  }

  private static @Nullable LockFile tryLock(Directory directory, Name name, Attempt attempt)
      throws IOException {
    while (true) {
      try (ScopedHandle<OpenFile> opened = new ScopedHandle<>(open(directory, name))) {
        if (!attempt.succeeds(opened.get())) {
          return null;
        }
        Stat locked = opened.get().stat();
        if (locked.links() == 1 && directory.stillNames(name, locked)) {
          return new LockFile(opened.release());
        }
      }
    }
  }

  /**
   * Opens the file, and creates it if it is missing; does not lock it.
   *
   * @throws UnsafePathException if something else has the name
   */
  static OpenFile open(Directory directory, Name name) throws IOException {
    try (ScopedHandle<OpenFile> opened = new ScopedHandle<>(openOrCreate(directory, name))) {
      Stat stat = opened.get().stat();
      ExistingFile.verify(stat, WHAT, name);
      if (stat.mode() != MODE) { // umask(2) cleared bits, or other users could open it
        limitOrRemove(directory, name, opened.get());
      }
      return opened.release();
    }
  }

  /** A lock file that other users may open protects nothing: no process has locked it. */
  private static void limitOrRemove(Directory directory, Name name, OpenFile file)
      throws IOException {
    try {
      file.limitMode(MODE);
    } catch (UnsafePathException e) {
      directory.removeIfExists(name);
      throw e;
    }
  }

  private static OpenFile openOrCreate(Directory directory, Name name) throws IOException {
    while (true) {
      try {
        return directory.openOrCreateFile(name, MODE);
      } catch (SystemCallException e) {
        if (!repairMode(directory, name, e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Sets the mode of a file that a process created under a umask(2) that left nothing, if that
   * process has not set the mode yet or died before.
   *
   * @return whether opening it again may succeed
   */
  private static boolean repairMode(Directory directory, Name name, SystemCallException refused)
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
   * Releases the lock, even if a process that is just being started has inherited the descriptor.
   * Closing again has no effect.
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
      // Closing releases it too.
    } finally {
      file.close();
    }
  }
}
