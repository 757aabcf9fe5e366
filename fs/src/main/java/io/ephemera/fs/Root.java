// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory at which absolute paths begin: that of the system, of an image or of a container.
 *
 * <p>Safety: every path is resolved from here, one component at a time. Symbolic links lead nowhere
 * outside, and what an unprivileged user owns leads only to what the same user owns. The path of
 * the root directory itself comes from the caller and is trusted. Not thread-safe.
 */
public final class Root implements AutoCloseable {
  private static final int PARENT_MODE = 0755;
  private static final int PRIVATE_MODE = 0700;
  private static final int SET_GROUP_ID = 02000;

  private final Directory top;
  private final Stat topStat;
  private final @Nullable BytePath prefix;
  private final ComponentOpener opener;
  private final PathResolver.PrefixCache cache = new PathResolver.PrefixCache();

  private Root(Directory top, @Nullable BytePath prefix, ComponentOpener opener)
      throws SystemCallException {
    this.top = top;
    this.topStat = top.stat();
    this.prefix = prefix;
    this.opener = opener;
  }

  /** The root directory of the system. */
  public static Root host() throws SystemCallException {
    return new Root(Directory.openAmbient(BytePath.ROOT), null, ComponentOpener.best());
  }

  /** A directory that serves as the root directory. */
  public static Root at(BytePath directory) throws SystemCallException {
    return at(directory, ComponentOpener.best());
  }

  static Root at(BytePath directory, ComponentOpener opener) throws SystemCallException {
    return new Root(Directory.openAmbient(directory), directory, opener);
  }

  /** The same root directory for another thread. */
  public Root another() throws SystemCallException {
    return new Root(top.openSelf(), prefix, opener);
  }

  /** Whether this is the root directory of the system. */
  public boolean isHost() {
    return prefix == null;
  }

  /** A path below this root directory as the host sees it, for messages. */
  public BytePath shown(BytePath path) {
    return prefix == null ? path : prefix.append(path);
  }

  /**
   * The absolute path on the host of a path below this root directory, links in the path of the
   * root directory not followed: the path by which the kernel knows a socket that was bound there.
   */
  public BytePath onHost(BytePath path) throws SystemCallException {
    BytePath shown = shown(path);
    if (shown.isAbsolute()) {
      return shown;
    }
    try (Directory process = Directory.openAmbient(BytePath.of("/proc/self"))) {
      return BytePath.of(process.linkText(Name.of("cwd"))).append(shown);
    }
  }

  /** This root directory, opened for listing. */
  public Directory openForReading() throws SystemCallException {
    return top.reopenForReading();
  }

  /**
   * The directory that holds the last component of a path.
   *
   * @throws SystemCallException if it does not exist or cannot be reached
   * @throws UnsafePathException if the path is not safe, or has no last component
   * @throws AutofsException if the path leads below an automount point
   */
  public Directory parentOf(BytePath path) throws IOException {
    return resolveDirectory(parentPath(path), null);
  }

  /**
   * Opens for listing the directory that a path names, if that takes few system calls because of
   * the last path.
   *
   * @return the directory that is also reached from {@link #parentOf}; null if the path has to be
   *     resolved, to reach it or to learn why it cannot be reached
   */
  public @Nullable Directory openByShortCut(BytePath path) {
    return opener == ComponentOpener.OPENAT2 ? cache.openByShortCut(path) : null;
  }

  /**
   * As {@link #parentOf}, but creates the directories that are missing, with mode 0755 and owned by
   * the caller.
   */
  public Directory makeParentOf(BytePath path) throws IOException {
    return resolveDirectory(parentPath(path), Root::makeParent);
  }

  /**
   * As {@link #makeParentOf}, but creates directories for the caller alone, with mode 0700. {@code
   * ..} is allowed: it leads back along the directories that were resolved.
   *
   * @param way learns of the directories on the way, and may refuse that one is created
   */
  public Directory makePrivateParentOf(BytePath path, Way way) throws IOException {
    if (path.name() == null) {
      throw new UnsafePathException("the path has no last name");
    }
    BytePath parent = path.parent();
    return resolve(
        resolver -> resolver.along(way).resolveDirectory(parent, Root::makePrivateParent));
  }

  private static void makePrivateParent(Directory parent, Name name) throws IOException {
    try (Directory created = parent.createPrivateDirectory(name, PRIVATE_MODE)) {
      if ((created.statSinceCreation().mode() & SET_GROUP_ID) != 0) {
        created.limitMode(PRIVATE_MODE);
      }
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  /**
   * As {@link #parentOf}, for an entry that will be a directory of the caller's own.
   *
   * @throws UnsafePathException also if the directory belongs to another unprivileged user: what
   *     that user owns must not lead to what the caller owns
   */
  public Directory parentOfOwn(BytePath path) throws IOException {
    BytePath parent = parentPath(path);
    Name own = Objects.requireNonNull(path.name());
    return resolve(resolver -> resolver.resolveParentOfOwn(parent, own));
  }

  private static BytePath parentPath(BytePath path) throws UnsafePathException {
    refuseDotDot(path);
    if (path.isRoot()) {
      throw new UnsafePathException("the root directory has no name");
    }
    return path.parent();
  }

  private static void makeParent(Directory parent, Name name) throws IOException {
    try (Directory created = parent.createDirectory(name, PARENT_MODE)) {
      int mode = created.statSinceCreation().mode();
      if ((mode & SET_GROUP_ID) != 0) { // inherited; systemd-tmpfiles does not set it either
        created.setMode(mode & ~SET_GROUP_ID);
      }
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  private Directory resolveDirectory(BytePath path, PathResolver.@Nullable Maker missing)
      throws IOException {
    return resolve(resolver -> resolver.resolveDirectory(path, missing));
  }

  /** What to resolve by the ownership rule. */
  private interface Resolution<T> {
    T run(PathResolver resolver) throws IOException;
  }

  private <T> T resolve(Resolution<T> resolution) throws IOException {
    try (PathResolver resolver = new PathResolver(top, topStat, opener, true, cache)) {
      try {
        return resolution.run(resolver);
      } catch (SystemCallException e) {
        if (!resolver.isStale()) {
          throw e;
        }
      }
    }
    cache.close();
    try (PathResolver again = new PathResolver(top, topStat, opener, true, cache)) {
      return resolution.run(again);
    }
  }

  /**
   * Forgets the directories of the last path. The caller must do so after it changed the owner or
   * the name of a directory.
   */
  public void forget() {
    cache.close();
  }

  /** As {@link #forget()}, but only if this directory was on the last path. */
  public void forget(Stat changed) {
    if (cache.contains(changed)) {
      cache.close();
    }
  }

  /**
   * Holds what a path names, a symbolic link at its end itself. Exceptions as for {@link
   * #parentOf}.
   */
  public Inode find(BytePath path) throws IOException {
    return resolve(path, false);
  }

  /**
   * Holds what a path leads to, following symbolic links at its end by the same rules. Exceptions
   * as for {@link #parentOf}.
   */
  public Inode follow(BytePath path) throws IOException {
    return resolve(path, true);
  }

  private Inode resolve(BytePath path, boolean followLast) throws IOException {
    refuseDotDot(path);
    return resolve(resolver -> resolver.resolve(path, followLast));
  }

  /**
   * As {@link #find} or {@link #follow}, but what a user owns may lead anywhere: for a path that
   * the same user chose, whose own links may be on the way. {@code ..} is allowed: it leads back
   * along the directories that were resolved.
   *
   * @param uid the user, an unsigned 32-bit number
   * @param followLast whether to follow a symbolic link at the end of the path
   */
  public Inode findFor(int uid, BytePath path, boolean followLast) throws IOException {
    return resolve(
        resolver -> (uid == 0 ? resolver : resolver.trust(uid)).resolve(path, followLast));
  }

  /** As {@link #findFor(int, BytePath, boolean)}, for an observer of the way. */
  public Inode findFor(Way way, BytePath path, boolean followLast) throws IOException {
    return resolve(resolver -> resolver.along(way).resolve(path, followLast));
  }

  /** As {@link #findFor(Way, BytePath, boolean)}, the directory that holds the last component. */
  public Directory parentFor(Way way, BytePath path) throws IOException {
    if (path.name() == null) {
      throw new UnsafePathException("the path has no last name");
    }
    return resolve(resolver -> resolver.along(way).resolveDirectory(path.parent(), null));
  }

  /** As {@link #findFor(int, BytePath, boolean)}, the directory that holds the last component. */
  public Directory parentFor(int uid, BytePath path) throws IOException {
    return resolve(resolver ->
        (uid == 0 ? resolver : resolver.trust(uid)).resolveDirectory(path.parent(), null));
  }

  private static void refuseDotDot(BytePath path) throws UnsafePathException {
    if (path.hasDotDot()) {
      throw new UnsafePathException("the path contains \"..\"");
    }
  }

  /** As {@link #follow}, but null if the path or a directory on it does not exist. */
  public @Nullable Inode followIfExists(BytePath path) throws IOException {
    return resolveIfExists(path, true);
  }

  /** As {@link #find}, but null if the path or a directory on it does not exist. */
  public @Nullable Inode findIfExists(BytePath path) throws IOException {
    return resolveIfExists(path, false);
  }

  private @Nullable Inode resolveIfExists(BytePath path, boolean followLast) throws IOException {
    try {
      return resolve(path, followLast);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Resolves a path without the ownership rule, only to see what it leads to; to act on it, the
   * caller resolves the path again by the rule. {@code ..} is allowed.
   *
   * @param followLast whether to follow a symbolic link at the end of the path
   * @return null if the path or a directory on it does not exist
   */
  public @Nullable Inode lookUnguarded(BytePath path, boolean followLast) throws IOException {
    try (PathResolver resolver = new PathResolver(top, topStat, opener, false, cache)) {
      return resolver.resolve(path, followLast);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    cache.close();
    top.close();
  }
}
