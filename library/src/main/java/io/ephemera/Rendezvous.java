// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
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
 * A meeting point of different users without privileges: one {@linkplain #offer offers} it to users
 * whom it names and hands its path over, another {@linkplain #join joins} it.
 *
 * <p><b>Safety:</b> both sides ask the kernel who the other is, and no byte is passed before. The
 * directory and the socket have names that nobody can guess or claim; who joins also looks who owns
 * them. Users who were not named are sent away. The directory is locked, so that cleaners leave it
 * alone; closing removes it, and what a dead process left a cleaner takes.
 *
 * <p><b>Limits:</b> the path is no secret: /proc/net/unix shows it to everybody, and users who were
 * not named can knock, which costs time. Where a service has a /tmp of its own nobody outside finds
 * the path; see {@link #warning}. In a user namespace all users that it does not know are one,
 * number 65534: do not name that one there. Thread-safe.
 */
public final class Rendezvous implements AutoCloseable {
  private static final BytePath SHARED = BytePath.of("/tmp");
  private static final Application APPLICATION = new Application("ephemera");
  private static final int DIRECTORY_MODE = 0711;
  private static final int SOCKET_MODE = 0666;
  private static final int BACKLOG = 128;
  private static final int OTHERS_MAY_WRITE = 022;

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
   * @param users who may join: names, or ids as decimal numbers; at least one
   * @throws UserPrincipalNotFoundException if the system knows no user of a name
   * @throws UnsafePlaceException if others could remove or rename what is created in /tmp
   * @throws IOException if it cannot be created
   * @throws IllegalArgumentException if nobody is named
   * @throws NativeAccessException if native access is denied
   */
  public static Rendezvous offer(String... users) throws IOException {
    return offer(SHARED, users);
  }

  static Rendezvous offer(BytePath shared, String... users) throws IOException {
    NativeAccessException.throwIfDenied();
    if (users.length == 0) {
      throw new IllegalArgumentException("a rendezvous with nobody");
    }
    Set<Integer> ids = new HashSet<>();
    for (String user : users) {
      ids.add(id(user));
    }
    try {
      return offer(shared, ids);
    } catch (IOException e) {
      throw Failure.of(e, shared);
    }
  }

  private static Rendezvous offer(BytePath shared, Set<Integer> users) throws IOException {
    TemporaryDirectory directory = TemporaryDirectory.create(shared, APPLICATION, DIRECTORY_MODE);
    Rendezvous offered = null;
    try {
      Name name = OwnName.fresh(APPLICATION);
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

  /** The id of a user who is given by name or id. */
  private static int id(String user) throws IOException {
    if (!user.isEmpty() && user.chars().allMatch(c -> c >= '0' && c <= '9')) {
      try {
        return Integer.parseUnsignedInt(user);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("not a user id: " + user, e);
      }
    }
    Users.User known = Users.named(Bytes.utf8(user));
    if (known == null) {
      throw new UserPrincipalNotFoundException(Bytes.utf8(user).toString());
    }
    return known.uid();
  }

  /** What is handed over to those who may join. */
  public Path path() {
    return socket.path().orElseThrow();
  }

  /**
   * Why those who may join could not find the path, in words; nothing where no reason is seen.
   *
   * <p><b>Limits:</b> a /tmp that is a whole file system of its own looks like the system's.
   */
  public Optional<String> warning() {
    return FileSystemFacts.isPrivate(MountInfo.ofProcess(), SHARED.latin1())
        ? Optional.of(
            "the /tmp of this process is not the system's: only what runs in the same sandbox finds"
                + " anything there. For a service, PrivateTmp=no lets others in; better, use its"
                + " directory below /run")
        : Optional.empty();
  }

  /**
   * Waits for the next who may join. Others who come are sent away meanwhile, and counted.
   *
   * @throws IOException as {@link RuntimeSocket#accept()}
   */
  public Connection accept() throws IOException {
    return accept(Deadline.NEVER);
  }

  /**
   * As {@link #accept()}, for some time.
   *
   * @param time not negative
   * @throws SocketTimeoutException if nobody who may join came in time
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
      // Those who waited when the time was over are heard, not those who knock on and on.
      late += deadline.left() == 0 ? 1 : 0;
      if (late > BACKLOG) {
        throw new SocketTimeoutException("nobody who may join came in time");
      }
    }
  }

  /** How many were sent away by {@link #accept}. */
  public long refused() {
    return refused.get();
  }

  /**
   * Joins a rendezvous that another user offers.
   *
   * @param path what was handed over
   * @param user who offers it: a name, or an id as a decimal number
   * @return a connection to that user
   * @throws UnsafePlaceException if the socket or its directory is another user's, others may write
   *     to the directory, or another user listens; nothing was sent
   * @throws java.nio.file.NoSuchFileException if there is nothing: it is over, or one of both has a
   *     /tmp of its own
   * @throws UserPrincipalNotFoundException if the system knows no user of this name
   * @throws IOException if it cannot be reached
   * @throws NativeAccessException if native access is denied
   */
  public static Connection join(Path path, String user) throws IOException {
    NativeAccessException.throwIfDenied();
    int expected = id(user);
    BytePath socket = Spelling.of(path);
    try (Root root = Root.host();
        Directory directory = root.parentOf(socket)) {
      Stat above = directory.stat();
      requireOwner(above, expected, "its directory");
      if ((above.mode() & OTHERS_MAY_WRITE) != 0) {
        throw new UnsafePathException("others may write to its directory");
      }
      try (Inode file = directory.inode(Objects.requireNonNull(socket.name()))) {
        return joined(file, expected);
      }
    } catch (IOException e) {
      throw Failure.of(e, socket);
    }
  }

  private static Connection joined(Inode file, int expected) throws IOException {
    if (file.stat().type() != FileType.SOCKET) {
      throw new UnsafePathException("is no socket but a " + file.stat().type().text());
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
              + " whom you want to meet");
    }
  }

  /** Ends it, and removes socket and directory; connections stay. Once more does nothing. */
  @Override
  public void close() throws IOException {
    try (directory) {
      socket.close();
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "rendezvous at " + socket;
  }
}
