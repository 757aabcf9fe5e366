// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.LiveSockets;
import io.ephemera.process.Liveness;
import io.ephemera.process.Users;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * A claimed name in the caller's directory, to which a socket can be bound, with its lock.
 *
 * <p>The socket is bound at its final path, because cleaners look for that in /proc/net/unix: they
 * would remove one that was bound elsewhere and renamed. If the path does not fit into an address,
 * the directory is locked instead. Not thread-safe.
 */
final class SocketFile implements AutoCloseable {
  private static final String LOCK = ".lock";

  /** The JDK reserves one byte of the address. */
  private static final int LONGEST_PORTABLE_PATH = UnixSocket.LONGEST_PATH - 1;

  private final Directory directory;
  private final Name name;
  private final BytePath path;
  private final @Nullable LockFile lock;
  private @Nullable Inode bound;

  private SocketFile(Directory directory, Name name, @Nullable LockFile lock)
      throws SystemCallException {
    this.directory = directory;
    this.name = name;
    this.path = directory.realPath().child(name);
    this.lock = lock;
  }

  /**
   * Takes the lock, and removes a dead socket of the caller's that has the name.
   *
   * @throws SocketInUseException if another process holds the lock, or listens without it
   * @throws UnsafePathException if the name belongs to anything else
   */
  static SocketFile claim(RuntimeDirectory place, String name) throws IOException {
    LockFile lock = null;
    SocketFile file = null;
    try (ScopedHandle<Directory> directory =
        new ScopedHandle<>(place.directory().reopenForReading())) {
      Name socket = Name.of(name);
      lock = LockFile.tryLockIfSupported(directory.get(), Name.of(name + LOCK));
      removeDeadSocket(directory.get(), socket, place.bytePath().child(socket), lock != null);
      file = new SocketFile(directory.get(), socket, lock);
      directory.release();
      return file;
    } finally {
      if (file == null) {
        closeIfAny(lock);
      }
    }
  }

  /**
   * An unguessable name in a directory to which only the caller may write: it needs no lock.
   *
   * @param directory is closed with the file, and on failure
   */
  static SocketFile unlocked(Directory directory, Name name) throws SystemCallException {
    try (ScopedHandle<Directory> scope = new ScopedHandle<>(directory)) {
      SocketFile file = new SocketFile(directory, name, null);
      scope.release();
      return file;
    }
  }

  private static void removeDeadSocket(
      Directory directory, Name name, BytePath path, boolean locked) throws IOException {
    Stat stat;
    do {
      stat = directory.statIfExists(name);
      if (stat == null && !locked) {
        throw new SocketInUseException(path.toString(), null);
      }
    } while (stat != null && !tryRemove(directory, name, stat, path, locked));
  }

  /** Returns false if the name leads to another inode meanwhile. */
  private static boolean tryRemove(
      Directory directory, Name name, Stat stat, BytePath path, boolean locked) throws IOException {
    requireOwnSocket(stat, name);
    try (Inode file = openIfExists(directory, name)) {
      if (file == null || !file.stat().isSameInode(stat)) {
        return false;
      }
      Probe probe = Probe.of(file);
      if (probe.isAlive() || !locked) {
        throw new SocketInUseException(path.toString(), probe.peer());
      }
      return directory.removeIfExists(name);
    }
  }

  private static @Nullable Inode openIfExists(Directory directory, Name name)
      throws SystemCallException {
    try {
      return directory.inode(name);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }

  private static void requireOwnSocket(Stat stat, Name name) throws UnsafePathException {
    if (stat.type() != FileType.SOCKET) {
      throw new UnsafePathException(
          name + " is not a socket but a " + stat.type().text() + "; check it, then remove it");
    }
    if (stat.uid() != Users.effectiveUid()) {
      throw new UnsafePathException(
          name + " belongs to user " + Integer.toUnsignedString(stat.uid()) + "; remove it");
    }
  }

  /**
   * The result of connecting to a socket.
   *
   * @param peer the server, if it is known
   */
  private record Probe(boolean isAlive, @Nullable Peer peer) {
    static Probe of(Inode file) throws IOException {
      try (UnixSocket client = UnixSocket.streamWithoutWaiting()) {
        client.connect(file);
        return new Probe(true, Peer.of(client.peer()));
      } catch (SystemCallException e) {
        if (e.is(Errno.EAGAIN, Errno.EPROTOTYPE)) {
          return new Probe(true, null); // the backlog is full, or the socket has another type
        }
        if (e.is(Errno.ECONNREFUSED)) {
          return new Probe(isBound(file.stat()), null); // dead, or does not listen yet
        }
        if (e.is(Errno.EACCES)) {
          return new Probe(mayBeBound(file.stat(), e), null); // its mode excludes the caller too
        }
        throw e;
      }
    }

    /** If the kernel does not list sockets, the refused connection decides. */
    private static boolean isBound(Stat file) throws SystemCallException {
      return LiveSockets.ofListener(file) == Liveness.ALIVE;
    }

    private static boolean mayBeBound(Stat file, SystemCallException refused)
        throws SystemCallException {
      return switch (LiveSockets.ofListener(file)) {
        case ALIVE -> true;
        case DEAD -> false;
        case UNKNOWN -> throw refused;
      };
    }
  }

  /** The path by which the kernel knows it. */
  BytePath path() {
    return path;
  }

  /** Whether the path fits into an address. */
  boolean isShort() {
    return path.bytes().length() <= UnixSocket.LONGEST_PATH;
  }

  /** Requires a path that other software can bind. */
  void requirePortablePath() throws FileSystemException {
    if (path.bytes().length() > LONGEST_PORTABLE_PATH) {
      throw new FileSystemException(
          path.toString(),
          null,
          "is longer than the "
              + LONGEST_PORTABLE_PATH
              + " bytes that the JDK supports; choose a shorter directory, or use"
              + " RuntimeSocket.listen, which has no such limit");
    }
  }

  /**
   * Binds a socket to this name.
   *
   * @param mode the exact mode of the socket file, which never has more
   */
  void bind(UnixSocket socket, int mode) throws IOException {
    socket.setMode(mode);
    socket.bind(isShort() ? path : throughDirectory());
    adopt(socket, mode);
  }

  private BytePath throughDirectory() throws IOException {
    BytePath through = directory.pathInProcess().child(name);
    if (through.bytes().length() > UnixSocket.LONGEST_PATH) {
      throw new UnsafePathException(
          "the name is too long for a socket; choose one of fewer than 80 bytes");
    }
    CleanerLock.lock(directory);
    return through;
  }

  /**
   * Holds the file of the socket that was bound to this name, and sets its mode, from which
   * umask(2) may have cleared bits.
   *
   * @throws UnsafePathException if the name belongs to anything else
   */
  void adopt(UnixSocket socket, int mode) throws IOException {
    adopt(mode, file -> LiveSockets.isBoundTo(socket, file));
  }

  /**
   * As {@link #adopt(UnixSocket, int)}, for a socket of which only the name is known.
   *
   * @throws UnsafePathException likewise, or if nothing listens there
   */
  void adoptListener(int mode) throws IOException {
    adopt(mode, LiveSockets::ofListener);
  }

  private interface Judge {
    Liveness of(Stat file) throws SystemCallException;
  }

  private void adopt(int mode, Judge judge) throws IOException {
    Inode found = openIfExists(directory, name);
    if (found == null) {
      throw replaced();
    }
    try (ScopedHandle<Inode> file = new ScopedHandle<>(found)) {
      Stat stat = found.stat();
      requireOwnSocket(stat, name);
      if (stat.links() != 1 || judge.of(stat) == Liveness.DEAD) {
        throw replaced();
      }
      if (stat.mode() != mode) {
        found.limitMode(mode);
      }
      if (bound != null) {
        bound.close();
      }
      bound = file.release();
    }
  }

  private UnsafePathException replaced() {
    return new UnsafePathException(
        name + " is not the socket that was bound; another process replaced or removed it");
  }

  /** Removes the socket file if its name still leads to it. */
  void remove() throws IOException {
    Inode file = bound;
    if (file == null) {
      return;
    }
    bound = null;
    try (file) {
      if (directory.stillNames(name, file.stat())) {
        directory.remove(name);
      }
    }
  }

  /** Removes the name if it leads to a dead socket of the caller's. */
  void removeIfDead() throws IOException {
    try {
      removeDeadSocket(directory, name, path, lock != null);
    } catch (SocketInUseException | UnsafePathException e) {
      // Another's, or still in use: it stays.
    }
  }

  private static void closeIfAny(@Nullable LockFile lock) {
    if (lock != null) {
      lock.close();
    }
  }

  /** Closes the directory, and last releases the lock. */
  @Override
  public void close() {
    Inode file = bound;
    if (file != null) {
      file.close();
    }
    directory.close();
    closeIfAny(lock);
  }
}
