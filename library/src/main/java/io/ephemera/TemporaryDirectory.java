// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.Name;
import io.ephemera.fs.Removal;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A private directory that is removed, with its content, when it is closed.
 *
 * <p><b>Safety:</b> it has mode 0700 whatever umask(2) says and an unguessable name that was free.
 * Its parent directory belongs to root or to the caller, and is sticky if other users may write to
 * it. The process holds a shared BSD lock, flock(2), on the directory: systemd-tmpfiles and
 * Ephemera keep it, however old its content is, while the process lives, and remove it once the
 * process is dead; so does {@link Sweeper}. Removal works through open descriptors and follows no
 * symbolic link.
 *
 * <p><b>Limits:</b> a child process does not hold the lock unless it inherited the descriptor.
 * Files of other users in the directory, to whom the caller must have given access, may make its
 * removal fail.
 *
 * <p>Thread-safe.
 */
public final class TemporaryDirectory implements AutoCloseable {
  private static final int MODE = 0700;

  /** The links of an empty directory: its name and its dot. */
  private static final int LINKS = 2;

  private final Place place;
  private final Name name;
  private final Stat created;
  private Directory parent;
  private Directory directory;
  private State state = State.OPEN;

  private enum State {
    OPEN,

    /** The descriptors are closed, and something is left over. */
    LEFT_OVER,
    REMOVED
  }

  private TemporaryDirectory(Place place, Directory parent, Name name, Directory directory)
      throws SystemCallException {
    this.place = place;
    this.parent = parent;
    this.name = name;
    this.directory = directory;
    this.created = directory.statSinceCreation();
  }

  /**
   * Creates a directory. Waits while a cleaner examines it, and tries again if the cleaner removed
   * it before it was locked.
   *
   * @param place the parent directory; a missing one is created for the caller alone
   * @throws UnsafePlaceException if other users could replace the directory
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses
   * @throws NativeAccessException if native access is denied
   */
  public static TemporaryDirectory create(Place place) throws IOException {
    return create(place, MODE);
  }

  /**
   * As {@link #create(Place)}, with another mode.
   *
   * @param mode its permission bits, 0 to 0777
   */
  static TemporaryDirectory create(Place place, int mode) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath above = place.bytePath();
    try (ScopedHandle<Directory> parent = new ScopedHandle<>(TemporaryParent.open(place))) {
      while (true) {
        Name name = TemporaryName.random(place.application());
        Directory directory = createLocked(parent.get(), name, mode);
        if (directory != null) {
          TemporaryDirectory made = new TemporaryDirectory(place, parent.get(), name, directory);
          parent.release();
          return made;
        }
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, above);
    }
  }

  /** Null if a cleaner has removed it meanwhile. */
  private static @Nullable Directory createLocked(Directory parent, Name name, int mode)
      throws IOException {
    try (ScopedHandle<Directory> opened =
        new ScopedHandle<>(parent.createDirectoryAtMost(name, mode))) {
      return lockOrRemove(parent, name, opened.get(), mode) ? opened.release() : null;
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT) && e.call() == SystemCall.OPEN_DIRECTORY) {
        return null;
      }
      throw e;
    }
  }

  private static boolean lockOrRemove(Directory parent, Name name, Directory directory, int mode)
      throws IOException {
    boolean decided = false;
    try {
      boolean locked = lock(parent, name, directory, mode);
      decided = true;
      return locked;
    } finally {
      if (!decided) {
        parent.removeDirectory(name);
      }
    }
  }

  /**
   * Locks a new directory and sets its mode.
   *
   * @return whether it still has its name: only root and the caller can rename it, so a removed one
   *     has no links; some file systems do not count those of directories
   */
  static boolean lock(Directory parent, Name name, Directory directory, int mode)
      throws IOException {
    CleanerLock.lock(directory);
    try {
      Stat stat = directory.limitCreated(mode);
      return stat.links() == LINKS || parent.stillNames(name, stat);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT, Errno.ESTALE)) { // a server knows no removed directories
        throw e;
      }
      return false;
    }
  }

  /** Its path. */
  public Path path() {
    return JavaPath.of(bytePath());
  }

  BytePath bytePath() {
    return place.bytePath().child(name);
  }

  /** The open directory, which holds the lock. */
  synchronized Directory directory() {
    return directory;
  }

  /**
   * Removes the directory with its content. Keeps it if it was moved to another name. Closing again
   * has no effect, or tries again if something could not be removed.
   *
   * @throws MountPointException if a file system is mounted in it
   * @throws IOException for the first entry that could not be removed: as above, because a running
   *     process holds a lock on it, or because the kernel refuses; everything else is removed, and
   *     the lock is released
   */
  @Override
  public synchronized void close() throws IOException {
    if (state == State.REMOVED) {
      return;
    }
    try {
      if (state == State.OPEN || reopen()) {
        state = State.LEFT_OVER;
        removeIfStillNamed();
      }
      state = State.REMOVED;
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, bytePath());
    } finally {
      directory.close();
      parent.close();
    }
  }

  /**
   * Opens and locks the directory again, after its descriptors were closed: until then a cleaner
   * may have removed it.
   *
   * @return whether it is still there
   */
  private boolean reopen() throws IOException {
    try (ScopedHandle<Directory> above = new ScopedHandle<>(TemporaryParent.open(place));
        ScopedHandle<Directory> opened = new ScopedHandle<>(above.get().openForReading(name))) {
      Stat now = opened.get().stat();
      if (!now.isSameInode(created) || now.birthTime() != created.birthTime()) {
        return false;
      }
      if (opened.get().attemptSharedLock() == LockAttempt.BUSY) {
        throw new SystemCallException(SystemCall.LOCK, name, Errno.EAGAIN);
      }
      parent = above.release();
      directory = opened.release();
      return true;
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      return false;
    }
  }

  private void removeIfStillNamed() throws IOException {
    if (!removeIfEmpty() && parent.stillNames(name, created)) {
      Removal.removeContent(directory, bytePath());
      parent.removeDirectory(name);
    }
  }

  /**
   * Only the caller and root can have put another directory in its place, and an empty one loses
   * nothing.
   *
   * @return whether nothing is left to remove
   */
  private boolean removeIfEmpty() throws SystemCallException {
    try {
      parent.removeDirectory(name);
      return true;
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT)) {
        return true;
      }
      if (!e.is(Errno.ENOTEMPTY, Errno.EEXIST) && !e.is(Errno.ENOTDIR)) {
        throw e;
      }
      return false;
    }
  }

  /** The path, human-readable: control characters are escaped. */
  @Override
  public String toString() {
    return bytePath().toString();
  }
}
