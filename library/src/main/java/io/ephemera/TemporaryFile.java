// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A private file that is removed when it is closed, or when the process ends.
 *
 * <p>Prefer {@link #unnamed}: no other process can find a file without a name, and the kernel
 * removes it with the process. Use {@link #named} to pass a path to another program. Use {@link
 * #publishAs} and {@link #replacing} to write a file that is to stay: it appears under its name
 * when it is complete, or not at all.
 *
 * <p><b>Safety:</b> the file has mode 0600, or the one that was chosen, whatever umask(2) says. A
 * named one has an unguessable name that was free. Its directory belongs to root or to the caller,
 * and is sticky if other users may write to it. A BSD lock, flock(2), keeps systemd-tmpfiles and
 * Ephemera from removing a named file while its process lives; they, and {@link Sweeper}, remove
 * what a killed process left.
 *
 * <p><b>Limits:</b> on a file system without unnamed files, O_TMPFILE of open(2), an unnamed file
 * has a name for a moment, and a process that is killed in that moment leaves the file to {@link
 * Sweeper}. Ephemera and systemd-tmpfiles 262 respect the lock of a file; systemd-tmpfiles 252
 * respects only that of a directory, see {@link TemporaryDirectory}. On a file system without locks
 * a file is not locked, and the {@link System.Logger} {@code io.ephemera} gets a warning. On one
 * that keeps no modes, such as vfat or CIFS, a file is created only if the mount lets in no other
 * user.
 *
 * <p>Thread-safe.
 */
public final class TemporaryFile implements AutoCloseable {
  private static final int MODE = 0600;
  private static final int MAX_MODE = 0777;

  private final BytePath place;
  private final OpenFile file;
  private final @Nullable Directory parent;
  private @Nullable Name name;

  /** Whether {@link #keep} has given it a name that stays. */
  private boolean kept;

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
   * Creates a file without a name, open(2) with O_TMPFILE. If the file system or the kernel does
   * not support that (EOPNOTSUPP, EISDIR, ENOENT), creates one with a name and removes the name at
   * once.
   *
   * @param place a directory; a missing one is created for the caller alone
   * @throws UnsafePlaceException if other users could replace files in the directory
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses
   * @throws NativeAccessException if native access is denied
   */
  public static TemporaryFile unnamed(Place place) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath path = place.bytePath();
    try {
      OpenFile file = createInVerified(path);
      return new TemporaryFile(path, file == null ? createUnnamed(place) : file, null, null);
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, path);
    }
  }

  /**
   * In the directory that was verified last. It need not be verified again: a file that never has a
   * name cannot be replaced by users who may write to its directory.
   *
   * @return null if that is not possible
   */
  private static @Nullable OpenFile createInVerified(BytePath path) {
    try {
      return TemporaryParent.isVerified(path)
          ? Directory.createNeverNamedAmbient(path, MODE)
          : null;
    } catch (SystemCallException e) {
      return null; // resolving the path will say what is wrong
    }
  }

  private static OpenFile createUnnamed(Place place) throws IOException {
    try (Directory parent = TemporaryParent.open(place)) {
      OpenFile file = parent.createNeverNamed(MODE);
      return file == null ? createUnlinked(parent, place.application()) : file;
    }
  }

  static OpenFile createUnlinked(Directory parent, Application application) throws IOException {
    while (true) {
      Name name = TemporaryName.random(application);
      OpenFile file = createLocked(parent, name, MODE);
      if (file != null) {
        parent.remove(name);
        return file;
      }
    }
  }

  /**
   * Creates a file with an unguessable name, and holds a BSD lock on it.
   *
   * @param place a directory; a missing one is created for the caller alone
   * @throws UnsafePlaceException if other users could replace files in the directory
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses
   * @throws NativeAccessException if native access is denied
   */
  public static TemporaryFile named(Place place) throws IOException {
    return named(place, "");
  }

  /**
   * As {@link #named(Place)}, with a name that ends in a suffix: for programs that recognize files
   * by their names.
   *
   * @param suffix 1 to 64 ASCII letters, digits and {@code . _ - +}, the first neither a letter nor
   *     a digit: {@code ".pdf"}; or nothing
   * @throws IllegalArgumentException if the suffix is invalid
   */
  public static TemporaryFile named(Place place, String suffix) throws IOException {
    return named(place, suffix, MODE);
  }

  /**
   * As {@link #named(Place, String)}, with permission bits for programs of other users.
   *
   * @param mode 0600 to 0777: the owner may read and write; whatever umask(2) says
   * @throws IllegalArgumentException if the suffix is invalid, or the mode is out of its range
   */
  public static TemporaryFile named(Place place, String suffix, int mode) throws IOException {
    NativeAccessException.throwIfDenied();
    TemporaryName.requireSuffix(suffix);
    if ((mode & ~MAX_MODE) != 0 || (mode & MODE) != MODE) {
      throw new IllegalArgumentException(
          "not permission bits of a file that its owner reads and writes (0600 to 0777): "
              + Integer.toOctalString(mode));
    }
    BytePath path = place.bytePath();
    try (ScopedHandle<Directory> parent = new ScopedHandle<>(TemporaryParent.open(place))) {
      while (true) {
        Name name = TemporaryName.random(place.application(), suffix);
        OpenFile file = createLocked(parent.get(), name, mode);
        if (file != null) {
          return new TemporaryFile(path, file, parent.release(), name);
        }
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, path);
    }
  }

  /**
   * Creates and locks a file. A cleaner may come in between: it takes the lock, checks that the
   * name is still this inode, and removes the file.
   *
   * @return null if a cleaner did; try again with another name
   */
  static @Nullable OpenFile createLocked(Directory parent, Name name, int mode) throws IOException {
    try (ScopedHandle<OpenFile> created = new ScopedHandle<>(parent.createFileAtMost(name, mode))) {
      return lockOrRemove(parent, name, created.get(), mode) ? created.release() : null;
    }
  }

  private static boolean lockOrRemove(Directory parent, Name name, OpenFile file, int mode)
      throws IOException {
    boolean locked = false;
    try {
      locked = lock(file, parent, name, mode);
      return locked;
    } finally {
      if (!locked) {
        parent.removeIfExists(name);
      }
    }
  }

  /**
   * Locks a new file and sets its mode.
   *
   * @return whether it still has its name: only root and the caller can rename it, so the one link
   *     it has is this name; some file systems count no links
   */
  static boolean lock(OpenFile file, Directory parent, Name name, int mode) throws IOException {
    if (!CleanerLock.tryLock(file)) {
      return false;
    }
    Stat stat = file.limitCreated(mode);
    return stat.links() == 1 || parent.stillNames(name, stat);
  }

  /**
   * Begins a file that appears under a name when it is complete, and only if the name is free then.
   * Until then it has no name, and a crash leaves nothing.
   *
   * <p>On a file system without unnamed files a killed process leaves a file; {@link
   * Sweeper#sweep(Path, String)} with the application {@link Places#DEFAULT_APPLICATION} removes
   * it.
   *
   * @param target where the file appears; its directory must exist
   * @throws UnsafePlaceException if the path leads through a directory that another user controls
   * @throws FileAlreadyExistsException later, from {@link PendingFile#publish}, if the name is
   *     taken
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses
   * @throws NativeAccessException if native access is denied
   */
  public static PendingFile publishAs(Path target) throws IOException {
    return PendingFile.begin(JavaPath.bytes(target), Application.DEFAULT, false);
  }

  /**
   * As {@link #publishAs(Path)}, in a place: a download in progress, for instance.
   *
   * @param name a file name, without a slash
   * @throws IllegalArgumentException if the name is invalid
   */
  public static PendingFile publishAs(Place place, String name) throws IOException {
    return PendingFile.begin(child(place, name), place.application(), false);
  }

  /**
   * As {@link #publishAs(Path)}, but atomically replaces what has the name: a reader sees the old
   * content or the new one. Replaces a symbolic link itself, not its target. Does not replace a
   * directory.
   *
   * <p>The file has the permission bits, the group and the ACL of the one that it replaces, if that
   * belongs to the caller or to root and the caller may give them, unless {@link
   * PendingFile#setMode} sets others; see {@link PendingFile#publish}.
   *
   * <p>While it is being published the file has a temporary name beside the target; {@link
   * Sweeper#sweep(Path, String)} with the application {@link Places#DEFAULT_APPLICATION} removes
   * what a process leaves that is killed in that moment.
   */
  public static PendingFile replacing(Path target) throws IOException {
    return PendingFile.begin(JavaPath.bytes(target), Application.DEFAULT, true);
  }

  /**
   * As {@link #replacing(Path)}, in a place.
   *
   * @param name a file name, without a slash
   * @throws IllegalArgumentException if the name is invalid
   */
  public static PendingFile replacing(Place place, String name) throws IOException {
    return PendingFile.begin(child(place, name), place.application(), true);
  }

  private static BytePath child(Place place, String name) {
    return place.bytePath().child(Name.of(name));
  }

  /**
   * A channel for reading and writing the content: the same one each time, unless it was closed. It
   * throws {@link NoSpaceException}. A FileLock of it is not the BSD lock that cleaners respect.
   *
   * @throws IllegalStateException if this file is closed
   */
  public synchronized FileChannel channel() throws IOException {
    throwIfClosed();
    FileChannel open = channel;
    if (open == null || !open.isOpen()) {
      open = PlaceChannel.on(file, pathOrPlace());
      channel = open;
    }
    return open;
  }

  /**
   * A stream that reads the content from its beginning, without a buffer. Closing it does not close
   * this file; closing this file, or its {@link #channel}, ends it.
   *
   * @throws IllegalStateException if this file is closed
   */
  public InputStream inputStream() throws IOException {
    return ContentStreams.input(channel());
  }

  /**
   * A stream that writes the content from its beginning, without a buffer, over what is there. It
   * throws {@link NoSpaceException}. Closing as for {@link #inputStream}.
   *
   * @throws IllegalStateException if this file is closed
   */
  public OutputStream outputStream() throws IOException {
    return ContentStreams.output(channel());
  }

  /**
   * The size in bytes.
   *
   * @throws IllegalStateException if this file is closed
   */
  public synchronized long size() throws IOException {
    throwIfClosed();
    try {
      return file.stat().size();
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, file, pathOrPlace());
    }
  }

  /**
   * Keeps a named file: gives it another unguessable name in the same directory, with the same
   * suffix, that no {@link Sweeper} takes for a temporary one. {@link #close} then leaves it there.
   * Cleaners that go by age treat it as any other file.
   *
   * @return its path from now on; calling this again returns the same one
   * @throws UnsupportedOperationException if it has no name
   * @throws IllegalStateException if this file is closed
   * @throws IOException if the kernel refuses, or the file was moved to another name
   */
  public synchronized Path keep() throws IOException {
    Name old = requireName();
    throwIfClosed();
    if (!kept && parent != null) {
      try {
        Name lasting = TemporaryName.lasting(old);
        parent.renameToFree(old, lasting);
        name = lasting;
        kept = true;
      } catch (IOException e) {
        throw ExceptionTranslator.translate(e, file, pathOrPlace());
      }
    }
    return path();
  }

  /** Whether it has a path. */
  public synchronized boolean isNamed() {
    return name != null;
  }

  /**
   * The path of a named file.
   *
   * @throws UnsupportedOperationException if it has no name
   */
  public synchronized Path path() {
    return JavaPath.of(place.child(requireName()));
  }

  private Name requireName() {
    Name known = name;
    if (known == null) {
      throw new UnsupportedOperationException("the file has no name: see TemporaryFile.named");
    }
    return known;
  }

  private synchronized BytePath pathOrPlace() {
    return name == null ? place : place.child(name);
  }

  private void throwIfClosed() {
    if (closed) {
      throw new IllegalStateException("the temporary file is closed: " + this);
    }
  }

  /**
   * Removes the file, unless {@link #keep} was called, and closes its channel. Keeps a named file
   * that was moved to another name. Closing again has no effect.
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
      if (!kept && name != null && parent != null) {
        parent.removeIfExists(name);
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, pathOrPlace());
    } finally {
      file.close();
      if (parent != null) {
        parent.close();
      }
    }
  }

  /** The path, or the directory of an unnamed file; human-readable, control characters escaped. */
  @Override
  public String toString() {
    return pathOrPlace().toString();
  }
}
