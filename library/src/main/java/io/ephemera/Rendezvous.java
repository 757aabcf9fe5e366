// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.GroupMembers;
import io.ephemera.process.MountInfo;
import io.ephemera.process.Users;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A socket by which processes of different unprivileged users meet: one {@linkplain #offer offers}
 * it to certain users and hands over its path, another {@linkplain #join joins} it.
 *
 * <p><b>Safety:</b> both sides ask the kernel for the other's user before they pass a byte. The
 * directory and the socket have unguessable names; joining also verifies their owner. Users who are
 * not permitted are disconnected. The directory is locked, so cleaners keep it; closing removes it,
 * and cleaners remove what a dead process left.
 *
 * <p><b>Limits:</b> the path is not secret: /proc/net/unix shows it to all users, and users who are
 * not permitted can connect, which costs time. If a service has a private /tmp, no process outside
 * finds the path; see {@link #warning}. In a user namespace all unmapped users share the id 65534:
 * do not permit that id there. Thread-safe.
 */
public final class Rendezvous implements AutoCloseable {
  private static final BytePath SHARED = BytePath.of("/tmp");
  private static final Application APPLICATION = Application.DEFAULT;
  private static final int DIRECTORY_MODE = 0711;
  private static final int SOCKET_MODE = 0666;
  private static final int BACKLOG = 128;

  private final Set<Integer> users;
  private final TemporaryDirectory directory;
  private final RuntimeSocket socket;
  private final AtomicLong refused = new AtomicLong();

  private Rendezvous(Set<Integer> users, TemporaryDirectory directory, RuntimeSocket socket) {
    this.users = users;
    this.directory = directory;
    this.socket = socket;
  }

  /**
   * Offers a rendezvous in /tmp.
   *
   * @param users the users who may join: names, or ids as decimal numbers; at least one
   * @throws UserPrincipalNotFoundException if there is no user of a name
   * @throws UnsafePlaceException if other users could remove or rename entries in /tmp
   * @throws IOException if it cannot be created
   * @throws IllegalArgumentException if no user is given, or an id is out of range
   * @throws NativeAccessException if native access is denied
   */
  public static Rendezvous offer(String... users) throws IOException {
    return offer(SHARED, users);
  }

  static Rendezvous offer(BytePath shared, String... users) throws IOException {
    NativeAccessException.throwIfDenied();
    if (users.length == 0) {
      throw new IllegalArgumentException("no user given: name those who may join");
    }
    Set<Integer> ids = new HashSet<>();
    for (String user : users) {
      ids.add(id(user));
    }
    try {
      return offer(shared, ids);
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, shared);
    }
  }

  private static Rendezvous offer(BytePath shared, Set<Integer> users) throws IOException {
    TrustedDirectories trusted = TrustedDirectories.ofProcess();
    Place place = Place.explicit(APPLICATION, Purpose.TEMPORARY, shared, trusted);
    TemporaryDirectory directory = TemporaryDirectory.create(place, DIRECTORY_MODE);
    Rendezvous offered = null;
    try {
      Name name = TemporaryName.random(APPLICATION);
      SocketFile file = SocketFile.unlocked(directory.directory().reopenForReading(), name);
      RuntimeSocket socket = RuntimeSocket.listen(file, SOCKET_MODE, BACKLOG);
      offered = new Rendezvous(users, directory, socket);
      return offered;
    } finally {
      if (offered == null) {
        directory.close();
      }
    }
  }

  /** The id of a user who is given by name or by id. */
  private static int id(String user) throws IOException {
    if (!user.isEmpty() && user.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        return Integer.parseUnsignedInt(user);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("invalid user id: " + user, e);
      }
    }
    Users.User known = Users.named(Bytes.utf8(user));
    if (known == null) {
      throw new UserPrincipalNotFoundException(Bytes.utf8(user).toString());
    }
    return known.uid();
  }

  /** The path of the socket, to hand over to the users who may join. */
  public Path path() {
    return socket.path().orElseThrow();
  }

  /**
   * A human-readable reason why other processes may not find the path; empty if none is known.
   *
   * <p><b>Limits:</b> a private /tmp that is a whole file system looks like that of the system.
   */
  public Optional<String> warning() {
    return FileSystemFacts.isPrivate(MountInfo.ofProcess(), SHARED.latin1())
        ? Optional.of(
            "this process has a private /tmp: only processes in the same sandbox find the path. For a"
                + " service, set PrivateTmp=no or, better, use its directory below /run")
        : Optional.empty();
  }

  /**
   * Waits for the next connection of a user who may join; disconnects all others, and counts them.
   *
   * @throws IOException as {@link RuntimeSocket#accept()}
   */
  public Connection accept() throws IOException {
    return accept(Deadline.NEVER);
  }

  /**
   * As {@link #accept()}, with a timeout.
   *
   * @param time not negative
   * @throws SocketTimeoutException if no user who may join connects in time
   */
  public Connection accept(Duration time) throws IOException {
    return accept(Deadline.in(time));
  }

  private Connection accept(Deadline deadline) throws IOException {
    int late = 0;
    while (true) {
      Connection connection = socket.accept(deadline);
      if (users.contains(connection.peer().uid())) {
        return connection;
      }
      refused.incrementAndGet();
      connection.close();
      // Accepts what waits in the backlog when the time is over, not an endless series of connects.
      late += deadline.left() == 0 ? 1 : 0;
      if (late > BACKLOG) {
        throw new SocketTimeoutException("no permitted user connected in time");
      }
    }
  }

  /** The number of connections that {@link #accept} has refused. */
  public long refused() {
    return refused.get();
  }

  /**
   * Joins a rendezvous that another user offers.
   *
   * @param path the path that was handed over
   * @param user the user who offers it: a name, or an id as a decimal number
   * @return a connection to that user
   * @throws UnsafePlaceException if socket, directory or server belong to another user, or other
   *     users may write to the directory; nothing was sent
   * @throws java.nio.file.NoSuchFileException if there is no socket: the rendezvous is closed, or
   *     one of the processes has a private /tmp
   * @throws UserPrincipalNotFoundException if there is no user of this name
   * @throws IOException if it cannot be reached
   * @throws NativeAccessException if native access is denied
   */
  public static Connection join(Path path, String user) throws IOException {
    NativeAccessException.throwIfDenied();
    int expected = id(user);
    BytePath socket = JavaPath.bytes(path);
    try (Root root = Root.host();
        Directory directory = root.parentFor(new Survey(Caller.ofProcess()), socket)) {
      Stat above = directory.stat();
      requireOwner(above, expected, "its directory");
      AccessJudge judge = new AccessJudge(expected, GroupMembers.ofSystem());
      Access access = judge.writing(directory, above);
      if (!access.isExclusive()) {
        throw new UnsafePathException("its directory " + access.how());
      }
      try (Inode file = directory.inode(Objects.requireNonNull(socket.name()))) {
        return joined(file, expected);
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, socket);
    }
  }

  private static Connection joined(Inode file, int expected) throws IOException {
    if (file.stat().type() != FileType.SOCKET) {
      throw new UnsafePathException("is not a socket but a " + file.stat().type().text());
    }
    requireOwner(file.stat(), expected, "the socket");
    Connection connection = Connection.to(file);
    if (connection.peer().uid() != expected) {
      connection.close();
      throw new UnsafePathException(
          connection.peer() + " listens there, not user " + Integer.toUnsignedString(expected));
    }
    return connection;
  }

  private static void requireOwner(Stat stat, int expected, String what)
      throws UnsafePathException {
    if (stat.uid() != expected) {
      throw new UnsafePathException(
          what
              + " belongs to user "
              + Integer.toUnsignedString(stat.uid())
              + ", not to user "
              + Integer.toUnsignedString(expected)
              + ", who is expected");
    }
  }

  /** Removes socket and directory; connections stay open. Closing again has no effect. */
  @Override
  public void close() throws IOException {
    try (directory) {
      socket.close();
    }
  }

  /** Human-readable; the format may change. */
  @Override
  public String toString() {
    return "rendezvous at " + socket;
  }
}
