// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.LiveSockets;
import io.ephemera.process.Liveness;
import io.ephemera.process.Users;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A name in a directory of our own that is ours to bind a socket to, under the lock beside it.
 *
 * <p>The kernel is given the final path, because cleaners look for that in /proc/net/unix: a socket
 * that was bound elsewhere and renamed would be removed while it is used. Where the path does not
 * fit into an address the directory is locked instead. Not thread-safe.
 */
final class SocketFile implements AutoCloseable {
  private static final String LOCK = ".lock";

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
   * Takes the lock, and removes a dead socket of ours that has the name.
   *
   * @throws SocketInUseException if somebody has the lock or listens without it
   * @throws UnsafePathException if something else has the name
   */
  static SocketFile claim(RuntimeDirectory place, String name) throws IOException {
    Directory directory = place.directory().reopenForReading();
    LockFile lock = null;
    SocketFile file = null;
    try {
      Name socket = Name.of(name);
      lock = LockFile.tryLock(directory, Name.of(name + LOCK));
      makeFree(directory, socket, place.bytePath().child(socket), lock != null);
      file = new SocketFile(directory, socket, lock);
      return file;
    } finally {
      if (file == null) {
        directory.close();
        closeIfAny(lock);
      }
    }
  }

  /**
   * A name that nobody else knows in a directory that nobody else writes to.
   *
   * @param directory is closed with the file, and where there is none
   */
  static SocketFile unlocked(Directory directory, Name name) throws SystemCallException {
    try {
      return new SocketFile(directory, name, null);
    } catch (SystemCallException e) {
      directory.close();
      throw e;
    }
  }

  private static void makeFree(Directory directory, Name name, BytePath path, boolean locked)
      throws IOException {
    Stat stat;
    do {
      stat = directory.statIfExists(name);
      if (stat == null && !locked) {
        throw new SocketInUseException(path.toString(), null);
      }
    } while (stat != null && !isRemoved(directory, name, stat, path, locked));
  }

  /** False when something else has the name meanwhile. */
  private static boolean isRemoved(
      Directory directory, Name name, Stat stat, BytePath path, boolean locked) throws IOException {
    requireOurSocket(stat, name);
    try (Inode file = heldIfExists(directory, name)) {
      if (file == null || !file.stat().isSameInode(stat)) {
        return false;
      }
      Probe probe = Probe.of(file);
      if (probe.isAlive() || !locked) {
        throw new SocketInUseException(path.toString(), probe.who());
      }
      return removedIfExists(directory, name);
    }
  }

  private static @Nullable Inode heldIfExists(Directory directory, Name name)
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

  private static boolean removedIfExists(Directory directory, Name name)
      throws SystemCallException {
    try {
      directory.remove(name);
      return true;
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  private static void requireOurSocket(Stat stat, Name name) throws UnsafePathException {
    if (stat.type() != FileType.SOCKET) {
      throw new UnsafePathException(
          name + " is no socket but a " + stat.type().text() + "; look at it, then remove it");
    }
    if (stat.uid() != Users.effectiveUid()) {
      throw new UnsafePathException(
          name + " belongs to user " + Integer.toUnsignedString(stat.uid()) + "; remove it");
    }
  }

  /** What connecting to a socket file shows. */
  private record Probe(boolean isAlive, @Nullable Peer who) {
    static Probe of(Inode file) throws IOException {
      try (UnixSocket client = UnixSocket.streamWithoutWaiting()) {
        client.connect(file);
        return new Probe(true, Peer.of(client.peer()));
      } catch (SystemCallException e) {
        return switch (e.errno()) {
          // Too many wait to be accepted, or it is a socket of another type.
          case EAGAIN, EPROTOTYPE -> new Probe(true, null);
          // Dead, or bound by somebody who does not listen yet.
          case ECONNREFUSED -> new Probe(isBound(file.stat()), null);
          // Its mode keeps us out as well.
          case EACCES -> new Probe(mayBeBound(file.stat(), e), null);
          default -> throw e;
        };
      }
    }

    /** Where the kernel lists no sockets, a refused connection decides. */
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

  /** The path that the kernel knows. */
  BytePath path() {
    return path;
  }

  /** Whether the path fits into an address. */
  boolean isShort() {
    return path.bytes().length() <= UnixSocket.LONGEST_PATH;
  }

  /**
   * Binds a socket here.
   *
   * @param mode what the socket file has exactly, and never more
   */
  void bind(UnixSocket socket, int mode) throws IOException {
    socket.setMode(mode);
    socket.bind(isShort() ? path : throughDirectory());
    verify(socket, mode);
  }

  private BytePath throughDirectory() throws IOException {
    BytePath through = directory.pathInProcess().child(name);
    if (through.bytes().length() > UnixSocket.LONGEST_PATH) {
      throw new UnsafePathException("the name is too long for a socket; choose one below 80 bytes");
    }
    directory.lockShared();
    return through;
  }

  /**
   * Finds the socket that was bound under its name, holds it, and gives its mode back what umask(2)
   * took.
   *
   * @throws UnsafePathException if something else has the name
   */
  void verify(UnixSocket socket, int mode) throws IOException {
    Inode file = heldIfExists(directory, name);
    if (file == null) {
      throw exchanged();
    }
    try {
      Stat stat = file.stat();
      requireOurSocket(stat, name);
      if (stat.links() != 1 || LiveSockets.isBoundTo(socket, stat) == Liveness.DEAD) {
        throw exchanged();
      }
      if (stat.mode() != mode) {
        file.setMode(mode);
      }
      bound = file;
    } finally {
      if (bound == null) {
        file.close();
      }
    }
  }

  private UnsafePathException exchanged() {
    return new UnsafePathException(
        "the socket that was bound is not what " + name + " names now; somebody exchanged it");
  }

  /** Removes the socket file if the name is still ours. */
  void remove() throws IOException {
    Inode file = bound;
    if (file == null) {
      return;
    }
    bound = null;
    try (file) {
      Stat named = directory.statIfExists(name);
      if (named != null && named.isSameInode(file.stat())) {
        directory.remove(name);
      }
    }
  }

  private static void closeIfAny(@Nullable LockFile lock) {
    if (lock != null) {
      lock.close();
    }
  }

  /** Gives the directory and last of all the lock back. */
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
