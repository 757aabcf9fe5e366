// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Users;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An application's own directory for sockets, locks, pid files and small files, held open.
 *
 * <p>It is created with mode 0700, or 0755 for root, as the directory of a service below {@code
 * /run} is. <b>Safety:</b> it belongs to the caller, no other user may write to it, and it is
 * created only where no other user can claim its name or that of a directory above it; otherwise
 * opening it fails. All methods work on the open directory, whatever its name leads to later: where
 * others can move it away, {@link Place#cautions} says so.
 *
 * <p><b>Limits:</b> users who may read the directory may lock it too, which delays opening it by up
 * to a second, and prevents its removal when it is closed.
 *
 * <p>Thread-safe, except that it must not be used during or after {@link #close}.
 */
public final class RuntimeDirectory implements AutoCloseable {
  private static final int OTHERS_MAY_READ = 044;
  private static final int USUAL_MODE = 0600;
  private static final long LONGEST_WAIT = 1_000_000_000;
  private static final long PAUSE = 1_000_000;

  private final Application application;
  private final BytePath path;
  private final Directory parent;
  private final Directory directory;
  private boolean removedOnClose;
  private boolean closed;

  private RuntimeDirectory(
      Application application, BytePath path, Directory parent, Directory directory) {
    this.application = application;
    this.path = path;
    this.parent = parent;
    this.directory = directory;
  }

  /**
   * Opens the directory of a place; creates it and its parents if they are missing.
   *
   * @throws UnsafePlaceException if other users could enter, claim or change it
   * @throws IOException if it cannot be created or opened
   * @throws NativeAccessException if native access is denied
   */
  public static RuntimeDirectory open(Place place) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath path = place.bytePath();
    try {
      RuntimeDirectory opened = null;
      while (opened == null) { // another process has removed it meanwhile
        opened = open(place.application(), path, new Survey(Caller.ofProcess(place.trusted())));
      }
      return opened;
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, path);
    }
  }

  private static @Nullable RuntimeDirectory open(
      Application application, BytePath path, Survey survey) throws IOException {
    try (Root root = Root.host();
        ScopedHandle<Directory> parent =
            new ScopedHandle<>(root.makePrivateParentOf(path, survey))) {
      Name name = Objects.requireNonNull(path.name());
      Directory directory = openOrCreate(parent.get(), name, path.parent(), survey);
      return directory != null && use(directory, parent.get(), name, survey)
          ? new RuntimeDirectory(application, path, parent.release(), directory)
          : null;
    }
  }

  /** Verifies the directory and marks it as used; closes it and returns false if it was removed. */
  private static boolean use(Directory opened, Directory parent, Name name, Survey survey)
      throws IOException {
    try (ScopedHandle<Directory> directory = new ScopedHandle<>(opened)) {
      verify(opened, survey);
      lock(opened, true); // waits for a process that is just removing it
      markUsed(opened);
      boolean named = parent.stillNames(name, opened.stat());
      opened.unlock();
      if (named) {
        directory.release();
      }
      return named;
    }
  }

  /**
   * Takes a BSD lock. Waits for other processes of the user and for cleaners; only for a second if
   * other users may lock it too, or for an exclusive lock: an {@link InstanceLock} or a socket in
   * the directory may be held for ever.
   */
  private static LockAttempt lock(Directory directory, boolean shared) throws SystemCallException {
    boolean patient = shared && (directory.stat().mode() & OTHERS_MAY_READ) == 0;
    long start = System.nanoTime();
    LockAttempt attempt = shared ? directory.attemptSharedLock() : directory.attemptLock();
    while (attempt == LockAttempt.BUSY && (patient || System.nanoTime() - start < LONGEST_WAIT)) {
      LockSupport.parkNanos(PAUSE);
      attempt = shared ? directory.attemptSharedLock() : directory.attemptLock();
    }
    return attempt;
  }

  /** Keeps other processes from removing it until the handle is closed. */
  static void markUsed(Directory directory) {
    try {
      directory.tryLockByte(0, true);
    } catch (SystemCallException e) {
      // The file system has no such locks: isByteLocked fails too, and nothing is removed.
    }
  }

  /** Opens the directory, created if missing; null if it was removed in between. */
  private static @Nullable Directory openOrCreate(
      Directory parent, Name name, BytePath above, Survey survey) throws IOException {
    Stat existing = parent.statIfExists(name);
    survey.passes(parent, parent.stat(), above);
    if (existing == null) {
      survey.creates(parent, parent.stat(), above);
      try {
        parent.createPrivateDirectory(name, Users.effectiveUid() == 0 ? 0755 : 0700).close();
      } catch (SystemCallException e) {
        if (!e.is(Errno.EEXIST, Errno.ENOENT)) {
          throw e;
        }
      }
    }
    try {
      return parent.openForReading(name);
    } catch (SystemCallException e) {
      return explain(e, parent, name);
    }
  }

  /** Says why the directory cannot be opened; null if it was removed. */
  private static @Nullable Directory explain(SystemCallException e, Directory parent, Name name)
      throws IOException {
    Stat stat = parent.statIfExists(name);
    if (stat == null || e.is(Errno.ENOENT)) {
      return null;
    }
    if (!stat.isDirectory()) {
      throw new UnsafePathException(
          "is not a directory but a " + stat.type().text() + "; remove it");
    }
    if (stat.uid() != Users.effectiveUid()) {
      throw new UnsafePathException(
          "belongs to uid "
              + Integer.toUnsignedString(stat.uid())
              + ", you are uid "
              + Integer.toUnsignedString(Users.effectiveUid()));
    }
    throw e;
  }

  private static void verify(Directory directory, Survey survey) throws IOException {
    String reason = survey.against(directory, directory.stat(), false);
    if (reason != null) {
      String advice =
          reason.startsWith("is below ")
              ? "; choose a place that only you can change, such as XDG_RUNTIME_DIR or /run"
              : reason.startsWith("belongs ") ? "" : "; check its content, then run chmod go-w";
      throw new UnsafePathException(reason + advice);
    }
  }

  /** Its path. */
  public Path path() {
    return JavaPath.of(path);
  }

  Application application() {
    return application;
  }

  BytePath bytePath() {
    return path;
  }

  Directory directory() {
    return directory;
  }

  BytePath pathOf(Name name) {
    return path.append(BytePath.of(name.bytes()));
  }

  /**
   * Makes {@link #close} remove the directory with its content, if no other process has it open and
   * its name still leads to it. Sockets in it must be closed before; a held lock in it prevents the
   * removal.
   *
   * @return this
   */
  public synchronized RuntimeDirectory removeOnClose() {
    removedOnClose = true;
    return this;
  }

  /**
   * Tries to take a lock in it, without waiting; see {@link
   * InstanceLock#tryAcquire(RuntimeDirectory, String)}.
   */
  public InstanceLock.Attempt tryLock(String name) throws IOException {
    return InstanceLock.tryAcquire(this, name);
  }

  /** Writes a pid file in it; see {@link PidFile#write}. */
  public PidFile writePidFile(String name, InstanceLock lock) throws IOException {
    return PidFile.write(this, name, lock);
  }

  /**
   * Creates a file in it, with mode 0600, which must not exist.
   *
   * @return the empty file, open for reading and writing
   * @throws IllegalArgumentException if the name is not a file name
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   * @throws IOException if it cannot be created
   */
  public FileChannel createFile(String name) throws IOException {
    Name file = Name.of(name);
    try {
      OpenFile created = directory.createPrivateFile(file, USUAL_MODE);
      return PlaceChannel.owning(created, pathOf(file));
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, pathOf(file));
    }
  }

  /**
   * Writes a small file in it atomically, with mode 0600: a reader sees the old content or the
   * whole new one. Does not wait for the disk.
   *
   * @throws IllegalArgumentException if the name is not a file name
   * @throws UnsafePlaceException if the name belongs to anything but a file of the caller's
   * @throws IOException if it cannot be written
   */
  public void writeFile(String name, byte[] content) throws IOException {
    Name file = Name.of(name);
    try {
      AtomicFile.write(directory, application, file, USUAL_MODE, Bytes.of(content)).close();
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, pathOf(file));
    }
  }

  /**
   * Closes the directory, and removes it after {@link #removeOnClose}. Closing again has no effect.
   *
   * @throws IOException if an entry cannot be removed, a mount point for instance
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (removedOnClose) {
        remove();
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, path);
    } finally {
      directory.close();
      parent.close();
    }
  }

  private void remove() throws IOException {
    Name name = Objects.requireNonNull(path.name());
    switch (lock(directory, false)) {
      case TAKEN -> {
        if (!directory.isByteLocked(0) && parent.stillNames(name, directory.stat())) {
          Removal.removeTree(parent, name, path);
        }
      }
      case BUSY -> {}
      case UNSUPPORTED ->
          Warnings.once(
              "the file system of "
                  + path
                  + " has no locks, flock(2): the directory is kept, because it may be in use");
    }
  }

  /** The path, human-readable: control characters are escaped. */
  @Override
  public String toString() {
    return path.toString();
  }
}
