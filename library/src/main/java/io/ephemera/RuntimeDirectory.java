// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Users;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An application's own directory for sockets, locks, pid files and small files, held open.
 *
 * <p>It is created with mode 0700, or 0755 when privileged, as a service's directory below {@code
 * /run} is. <b>Safety:</b> it belongs to the caller, nobody else may write to it, and nobody else
 * can claim its name or the name of a directory above it; anything else is refused. What is done in
 * it reaches this very directory, whatever its name leads to meanwhile.
 *
 * <p><b>Limits:</b> where others may read the directory, they may lock it as well: that delays
 * opening it by a second, and keeps it from being removed at close.
 *
 * <p>Thread-safe but for {@link #close}, after which it must not be used.
 */
public final class RuntimeDirectory implements AutoCloseable {
  private static final int OTHERS_MAY_WRITE = 022;
  private static final int OTHERS_MAY_READ = 044;
  private static final int USUAL_MODE = 0600;
  private static final long LONGEST_WAIT = 1_000_000_000;
  private static final long PAUSE = 1_000_000;

  private final Application application;
  private final BytePath path;
  private final Directory parent;
  private final Directory directory;
  private boolean removedAtClose;
  private boolean closed;

  private RuntimeDirectory(
      Application application, BytePath path, Directory parent, Directory directory) {
    this.application = application;
    this.path = path;
    this.parent = parent;
    this.directory = directory;
  }

  /**
   * Opens the directory of a place, and creates it and what is missing above it.
   *
   * @throws UnsafePlaceException if others could reach, claim or change it
   * @throws IOException if it cannot be created or opened
   * @throws NativeAccessException if native access is denied
   */
  public static RuntimeDirectory open(Place place) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath path = place.bytePath();
    try {
      RuntimeDirectory opened = null;
      while (opened == null) { // who had it removed was faster
        opened = open(place.application(), path);
      }
      return opened;
    } catch (IOException e) {
      throw Failure.of(e, path);
    }
  }

  private static @Nullable RuntimeDirectory open(Application application, BytePath path)
      throws IOException {
    Directory parent = null;
    Directory directory = null;
    boolean kept = false;
    try (Root root = Root.host()) {
      parent = root.makePrivateParentOf(path);
      Name name = Objects.requireNonNull(path.name());
      verifyParent(parent);
      directory = openOwn(parent, name);
      if (directory == null) {
        return null;
      }
      verify(directory);
      lock(directory, true); // waits for who is just removing it
      markUsed(directory);
      kept = isNamed(parent, name, directory);
      directory.unlock();
      return kept ? new RuntimeDirectory(application, path, parent, directory) : null;
    } finally {
      if (!kept) {
        close(directory);
        close(parent);
      }
    }
  }

  private static void close(@Nullable Directory directory) {
    if (directory != null) {
      directory.close();
    }
  }

  /**
   * Takes a BSD lock, and waits for the caller's other processes and for a cleaner that looks at
   * it; only for so long where strangers may lock it too, and where nobody else is to have one: who
   * holds a lock in it, or listens in it, may do so for ever.
   */
  private static boolean lock(Directory directory, boolean shared) throws SystemCallException {
    boolean patient = shared && (directory.stat().mode() & OTHERS_MAY_READ) == 0;
    long start = System.nanoTime();
    while (!(shared ? directory.tryLockShared() : directory.tryLock())) {
      if (!patient && System.nanoTime() - start > LONGEST_WAIT) {
        return false;
      }
      LockSupport.parkNanos(PAUSE);
    }
    return true;
  }

  /** Says to those who would remove it that somebody uses it, until the handle is closed. */
  static void markUsed(Directory directory) {
    try {
      directory.tryLockByte(0, true);
    } catch (SystemCallException e) {
      // A file system without such locks: nobody can tell that others use it, and removing it
      // fails.
    }
  }

  private static boolean isNamed(Directory parent, Name name, Directory directory)
      throws SystemCallException {
    Stat named = parent.statIfExists(name);
    return named != null && named.isSameInode(directory.stat());
  }

  /** The directory, made where it is missing; null where it was removed in between. */
  private static @Nullable Directory openOwn(Directory parent, Name name) throws IOException {
    try {
      parent.createDirectory(name, Users.effectiveUid() == 0 ? 0755 : 0700).close();
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST, Errno.ENOENT)) {
        throw e;
      }
    }
    try {
      return parent.openForReading(name);
    } catch (SystemCallException e) {
      Stat stat = parent.statIfExists(name);
      if (stat == null || e.is(Errno.ENOENT)) {
        return null;
      }
      if (!stat.isDirectory()) {
        throw new UnsafePathException(
            "is not a directory but " + stat.type().text() + "; remove it");
      }
      verifyOwner(stat);
      throw e;
    }
  }

  private static void verifyOwner(Stat stat) throws UnsafePathException {
    if (stat.uid() != Users.effectiveUid()) {
      throw new UnsafePathException(
          "belongs to user "
              + Integer.toUnsignedString(stat.uid())
              + ", you are user "
              + Integer.toUnsignedString(Users.effectiveUid()));
    }
  }

  private static void verify(Directory directory) throws IOException {
    Stat stat = directory.stat();
    verifyOwner(stat);
    if ((stat.mode() & OTHERS_MAY_WRITE) != 0) {
      throw new UnsafePathException(
          "others may write to it; look at what is in it, then: chmod go-w");
    }
  }

  /** Before anything is made in it. */
  private static void verifyParent(Directory parent) throws IOException {
    Stat stat = parent.stat();
    if (!stat.belongsToRootOrUs() || stat.isOpenToOthers() || !parent.isKeptInPlace()) {
      throw new UnsafePathException(
          "others can claim its name, or that of a directory above it, before you do; choose a"
              + " place where only you may create names, such as XDG_RUNTIME_DIR or /run");
    }
  }

  /** Where it is. */
  public Path path() {
    return Spelling.of(path);
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
   * Has the directory removed with all that is in it when it is closed, where nobody else has it
   * open and its name still leads to it. Sockets in it are to be closed before; a lock in it that
   * is held keeps it in place.
   *
   * @return this
   */
  public synchronized RuntimeDirectory removeAtClose() {
    removedAtClose = true;
    return this;
  }

  /**
   * Takes a lock in it without waiting; see {@link InstanceLock#tryAcquire(RuntimeDirectory,
   * String)}.
   */
  public InstanceLock.Attempt tryLock(String name) throws IOException {
    return InstanceLock.tryAcquire(this, name);
  }

  /** Writes a pid file in it; see {@link PidFile#write}. */
  public PidFile pidFile(String name, InstanceLock lock) throws IOException {
    return PidFile.write(this, name, lock);
  }

  /**
   * Creates a file in it, mode 0600, which must not exist.
   *
   * @return the file, empty, open for reading and writing
   * @throws IllegalArgumentException if that is no name of a file
   * @throws java.nio.file.FileAlreadyExistsException if the name is taken
   * @throws IOException if it cannot be created
   */
  public FileChannel createFile(String name) throws IOException {
    Name file = Name.of(name);
    try (OpenFile created = directory.createFile(file, USUAL_MODE)) {
      return opened(created, file);
    } catch (IOException e) {
      throw Failure.of(e, pathOf(file));
    }
  }

  /** Without a channel there is no file either: whoever tries again finds the name free. */
  private FileChannel opened(OpenFile created, Name name) throws IOException {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              Spelling.of(created.pathInProcess()),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return channel;
    } finally {
      if (channel == null) {
        directory.remove(name);
      }
    }
  }

  /**
   * Writes a small file in it, mode 0600, with its whole content at one moment: who reads it sees
   * what was there before or all that is new. What is written need not be on the disk yet.
   *
   * @throws IllegalArgumentException if that is no name of a file
   * @throws UnsafePlaceException if something else than a file of the caller's stands there
   * @throws IOException if it cannot be written
   */
  public void writeFile(String name, byte[] content) throws IOException {
    Name file = Name.of(name);
    try {
      WholeFile.put(directory, application, file, USUAL_MODE, Bytes.of(content)).close();
    } catch (IOException e) {
      throw Failure.of(e, pathOf(file));
    }
  }

  /**
   * Gives the directory back, and removes it where {@link #removeAtClose} asked for that. A second
   * call does nothing.
   *
   * @throws IOException if something in it cannot be removed, a mount point for instance
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (removedAtClose) {
        remove();
      }
    } catch (IOException e) {
      throw Failure.of(e, path);
    } finally {
      directory.close();
      parent.close();
    }
  }

  private void remove() throws IOException {
    Name name = Objects.requireNonNull(path.name());
    if (lock(directory, false) && !directory.isByteLocked(0) && isNamed(parent, name, directory)) {
      Removal.removeTree(parent, name, path);
    }
  }

  /** The path for people. */
  @Override
  public String toString() {
    return path.toString();
  }
}
