// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is gone when it is closed, or when the process ends in whatever way.
 *
 * <p>{@link #unnamed} is the best: it has no name that anybody could find, and the kernel removes
 * it with the process. {@link #named} is for those who need a path to pass on. What is to stay
 * under a name of its own, complete or not at all, is begun with {@link #publishAs} and {@link
 * #replacing}.
 *
 * <p><b>Safety:</b> mode 0600 whatever umask(2) says; a name that nobody can guess, and that was
 * free; in a directory of root's or the caller's, which is sticky if others may write to it. A BSD
 * lock, flock(2), keeps systemd-tmpfiles and Ephemera from ageing a named one while its process
 * lives; what a killed process leaves is removed by {@link Sweep} and by them.
 *
 * <p><b>Limits:</b> where a file system knows no unnamed files (O_TMPFILE of open(2)), an unnamed
 * one has a name for a moment, and a process that is killed in it leaves the file to {@link Sweep}.
 * That a cleaner asks for the lock of a file was tried with systemd-tmpfiles 262 and Ephemera; with
 * systemd-tmpfiles 252 only the lock of a directory: see {@link TemporaryDirectory}.
 *
 * <p>Thread-safe.
 */
public final class TemporaryFile implements AutoCloseable {
  private static final int MODE = 0600;

  private final BytePath place;
  private final OpenFile file;
  private final @Nullable Directory parent;
  private final @Nullable Name name;
  private @Nullable FileChannel channel;
  private boolean closed;

  private TemporaryFile(
      BytePath place, OpenFile file, @Nullable Directory parent, @Nullable Name name) {
    this.place = place;
    this.file = file;
    this.parent = parent;
    this.name = name;
  }

  /**
   * Creates a file without a name, open(2) with O_TMPFILE. Where the file system or the kernel has
   * no such files (EOPNOTSUPP, EISDIR, ENOENT) it is created with a name, which is removed at once.
   *
   * @param place a directory; one that is missing is made for the caller alone
   * @throws UnsafePlaceException if others could exchange what is put there
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses
   * @throws NativeAccessException if native access is denied
   */
  public static TemporaryFile unnamed(Place place) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath path = place.bytePath();
    try {
      OpenFile file = createAgain(path);
      return new TemporaryFile(
          path, file == null ? createFirst(path, place.application()) : file, null, null);
    } catch (IOException e) {
      throw Failure.of(e, path);
    }
  }

  /**
   * In the place of the last one. What never has a name cannot be exchanged by those who may write
   * to its directory, so that is not looked at each time.
   *
   * @return null where that is not possible
   */
  private static @Nullable OpenFile createAgain(BytePath path) {
    try {
      return TemporaryParent.isVerified(path)
          ? Directory.createNeverNamedAmbient(path, MODE)
          : null;
    } catch (SystemCallException e) {
      return null; // the walk will say what is wrong
    }
  }

  private static OpenFile createFirst(BytePath path, Application application) throws IOException {
    try (Directory parent = TemporaryParent.open(path)) {
      return createUnnamed(parent, application);
    }
  }

  private static OpenFile createUnnamed(Directory parent, Application application)
      throws IOException {
    OpenFile file = parent.createNeverNamed(MODE);
    return file == null ? createUnlinked(parent, application) : file;
  }

  static OpenFile createUnlinked(Directory parent, Application application) throws IOException {
    Name name = OwnName.fresh(application);
    OpenFile file = createLocked(parent, name);
    while (file == null) {
      name = OwnName.fresh(application);
      file = createLocked(parent, name);
    }
    parent.remove(name);
    return file;
  }

  /**
   * Creates a file with a name that nobody can guess, and holds a BSD lock on it.
   *
   * @param place a directory; one that is missing is made for the caller alone
   * @throws UnsafePlaceException if others could exchange what is put there
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses
   * @throws NativeAccessException if native access is denied
   */
  public static TemporaryFile named(Place place) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath path = place.bytePath();
    Directory parent = null;
    TemporaryFile made = null;
    try {
      parent = TemporaryParent.open(path);
      while (made == null) {
        Name name = OwnName.fresh(place.application());
        OpenFile file = createLocked(parent, name);
        made = file == null ? null : new TemporaryFile(path, file, parent, name);
      }
      return made;
    } catch (IOException e) {
      throw Failure.of(e, path);
    } finally {
      if (made == null && parent != null) {
        parent.close();
      }
    }
  }

  /**
   * Creates and locks a file. A cleaner may come between both: it locks first, looks whether the
   * name is still this inode, and then removes it.
   *
   * @return null when a cleaner was there: begin again with another name
   */
  static @Nullable OpenFile createLocked(Directory parent, Name name) throws IOException {
    OpenFile file = parent.createFileAtMost(name, MODE);
    boolean held = false;
    try {
      held = isHeld(file);
      return held ? file : null;
    } finally {
      if (!held) {
        removeIfThere(parent, name);
        file.close();
      }
    }
  }

  /**
   * Locks a fresh file and gives it its mode.
   *
   * @return whether it still has its name: where nobody but root and we can rename it, the one that
   *     is left is this one
   */
  static boolean isHeld(OpenFile file) throws SystemCallException {
    if (!file.tryLock()) {
      return false;
    }
    Stat stat = file.stat();
    if (stat.mode() != MODE) {
      file.setMode(MODE);
    }
    return stat.links() == 1;
  }

  static void removeIfThere(Directory parent, Name name) throws SystemCallException {
    try {
      parent.remove(name);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  /**
   * Begins a file that appears under a name when it is complete, and only if the name is free then.
   * Until then it has no name, and a crash leaves nothing.
   *
   * <p>{@link Sweep#directory(Path, String)} with the application {@code ephemera} removes what a
   * killed process left where the file system has no files without a name.
   *
   * @param target where it appears; its directory must be there
   * @throws UnsafePlaceException if the way there leads through what a stranger controls
   * @throws FileAlreadyExistsException later, by {@link PendingFile#publish}, if the name is taken
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses
   * @throws NativeAccessException if native access is denied
   */
  public static PendingFile publishAs(Path target) throws IOException {
    return PendingFile.begin(Spelling.of(target), PendingFile.ANYBODY, false);
  }

  /**
   * As {@link #publishAs(Path)}, in a place: a download in progress.
   *
   * @param name a file name, without a slash
   * @throws IllegalArgumentException if it is none
   */
  public static PendingFile publishAs(Place place, String name) throws IOException {
    return PendingFile.begin(child(place, name), place.application(), false);
  }

  /**
   * As {@link #publishAs(Path)}, but what has the name is replaced, at one moment: a reader sees
   * the old content or the new one. A symbolic link is replaced itself, not what it leads to; a
   * directory is not replaced.
   *
   * <p>When it is published it has a name of its own for a moment, beside the target; {@link
   * Sweep#directory(Path, String)} with the application {@code ephemera} removes it when the
   * process is killed in it.
   */
  public static PendingFile replacing(Path target) throws IOException {
    return PendingFile.begin(Spelling.of(target), PendingFile.ANYBODY, true);
  }

  /**
   * As {@link #replacing(Path)}, in a place.
   *
   * @param name a file name, without a slash
   * @throws IllegalArgumentException if it is none
   */
  public static PendingFile replacing(Place place, String name) throws IOException {
    return PendingFile.begin(child(place, name), place.application(), true);
  }

  private static BytePath child(Place place, String name) {
    return place.bytePath().child(Name.of(name));
  }

  /**
   * The content, for reading and writing: always the same channel, opened when it is first asked
   * for; another one only when that was closed. It throws {@link NoSpaceException}. Its FileLock is
   * not the BSD lock that cleaners ask for.
   *
   * @throws IllegalStateException if this file is closed
   */
  public synchronized FileChannel channel() throws IOException {
    throwIfClosed();
    FileChannel open = channel;
    if (open == null || !open.isOpen()) {
      open = PlaceChannel.open(file, shown());
      channel = open;
    }
    return open;
  }

  /** The size in bytes. */
  public synchronized long size() throws IOException {
    throwIfClosed();
    try {
      return file.stat().size();
    } catch (IOException e) {
      throw Failure.of(e, shown());
    }
  }

  /** Whether it has a path. */
  public boolean isNamed() {
    return name != null;
  }

  /**
   * Where a named one is.
   *
   * @throws UnsupportedOperationException if it has no name
   */
  public Path path() {
    if (name == null) {
      throw new UnsupportedOperationException("the file has no name: see TemporaryFile.named");
    }
    return Spelling.of(shown());
  }

  private BytePath shown() {
    return name == null ? place : place.child(name);
  }

  private void throwIfClosed() {
    if (closed) {
      throw new IllegalStateException("the temporary file is closed: " + this);
    }
  }

  /**
   * Removes the file, and closes its channel. Who moved a named one to another name keeps it. A
   * second call does nothing.
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (channel != null) {
        channel.close();
      }
      if (name != null && parent != null) {
        removeIfThere(parent, name);
      }
    } catch (IOException e) {
      throw Failure.of(e, shown());
    } finally {
      file.close();
      if (parent != null) {
        parent.close();
      }
    }
  }

  /** The path for people; of an unnamed one, that of its directory. */
  @Override
  public String toString() {
    return shown().toString();
  }
}
