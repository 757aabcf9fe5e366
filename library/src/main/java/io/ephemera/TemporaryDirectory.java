// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory for the caller alone that is gone with all content when it is closed.
 *
 * <p><b>Safety:</b> mode 0700 whatever umask(2) says; a name that nobody can guess, and that was
 * free; in a directory of root's or the caller's, which is sticky if others may write to it. A
 * shared BSD lock, flock(2), is held on it: systemd-tmpfiles and Ephemera leave it alone while its
 * process lives, however old its content is, and take it when the process is dead; so does {@link
 * Sweep}. It is removed by descriptor, never through a symbolic link.
 *
 * <p><b>Limits:</b> a child process that inherited nothing does not hold the lock. Files of other
 * users in it, which they can only have been given by the caller, may resist removal.
 *
 * <p>Thread-safe.
 */
public final class TemporaryDirectory implements AutoCloseable {
  private static final int MODE = 0700;

  private final BytePath path;
  private final Directory parent;
  private final Name name;
  private final Directory directory;
  private boolean closed;

  private TemporaryDirectory(BytePath path, Directory parent, Name name, Directory directory) {
    this.path = path;
    this.parent = parent;
    this.name = name;
    this.directory = directory;
  }

  /**
   * Creates one. Waits while a cleaner looks at it, and begins again when that removed it before it
   * was locked.
   *
   * @param place a directory; one that is missing is made for the caller alone
   * @throws UnsafePlaceException if others could exchange what is put there
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses
   * @throws NativeAccessException if native access is denied
   */
  public static TemporaryDirectory create(Place place) throws IOException {
    return create(place.bytePath(), place.application(), MODE);
  }

  /**
   * As {@link #create(Place)}, with a mode of its own.
   *
   * @param mode its permission bits, 0 to 0777
   */
  static TemporaryDirectory create(BytePath above, Application application, int mode)
      throws IOException {
    NativeAccessException.throwIfDenied();
    Directory parent = null;
    TemporaryDirectory made = null;
    try {
      parent = TemporaryParent.open(above);
      while (made == null) {
        Name name = OwnName.fresh(application);
        Directory directory = createLocked(parent, name, mode);
        made =
            directory == null
                ? null
                : new TemporaryDirectory(above.child(name), parent, name, directory);
      }
      return made;
    } catch (IOException e) {
      throw Failure.of(e, above);
    } finally {
      if (made == null && parent != null) {
        parent.close();
      }
    }
  }

  /** Null when a cleaner was faster. */
  private static @Nullable Directory createLocked(Directory parent, Name name, int mode)
      throws IOException {
    Directory readable;
    try (Directory created = parent.createDirectory(name, mode)) {
      readable = created.reopenForReading();
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT) && e.call() == SystemCall.OPEN_DIRECTORY) {
        return null;
      }
      throw e;
    }
    boolean held = false;
    try {
      held = isHeld(parent, name, readable);
      return held ? readable : null;
    } finally {
      if (!held) {
        readable.close();
      }
    }
  }

  /**
   * Locks a fresh directory.
   *
   * @return whether the name still leads to it
   */
  static boolean isHeld(Directory parent, Name name, Directory readable)
      throws SystemCallException {
    readable.lockShared();
    Stat named = parent.statIfExists(name);
    return named != null && named.isSameInode(readable.stat());
  }

  /** Where it is. */
  public Path path() {
    return Spelling.of(path);
  }

  BytePath bytePath() {
    return path;
  }

  /** The directory itself, on which the lock is held. */
  Directory directory() {
    return directory;
  }

  /**
   * Removes the directory with all content. One that was moved to another name, or removed, is left
   * as it is. A second call does nothing.
   *
   * @throws IOException for the first thing that could not be removed: something is mounted there,
   *     a process that lives holds a lock on it, or the kernel refuses; the rest is removed, and
   *     the lock is given back
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      removeIfStillNamed(parent, name, directory, path);
    } catch (IOException e) {
      throw Failure.of(e, path);
    } finally {
      directory.close();
      parent.close();
    }
  }

  /** Removes a directory, held and locked, if its name still leads to it. */
  static boolean removeIfStillNamed(Directory parent, Name name, Directory directory, BytePath path)
      throws IOException {
    Stat held = directory.stat();
    Stat named = parent.statIfExists(name);
    if (named == null || !named.isSameInode(held)) {
      return false;
    }
    if (!isRemovedEmpty(parent, name)) {
      Removal.removeContent(directory, path);
      parent.removeDirectory(name);
    }
    return true;
  }

  private static boolean isRemovedEmpty(Directory parent, Name name) throws SystemCallException {
    try {
      parent.removeDirectory(name);
      return true;
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOTEMPTY, Errno.EEXIST)) {
        throw e;
      }
      return false;
    }
  }

  /** The path for people. */
  @Override
  public String toString() {
    return path.toString();
  }
}
