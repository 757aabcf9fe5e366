// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Credentials;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which absolute paths begin: the system's own, or that of an image or a
 * container.
 *
 * <p>Safety: every path is walked component by component from here, symbolic links inside lead
 * nowhere but inside, and what an unprivileged user owns leads nowhere but to what the same user
 * owns. The way to the root directory itself is the caller's and trusted. Not thread-safe.
 */
public final class Root implements AutoCloseable {
  private static final int PARENT_MODE = 0755;
  private static final int PRIVATE_MODE = 0700;
  private static final int SET_GROUP_ID = 02000;

  private final Directory top;
  private final Stat topStat;
  private final @Nullable BytePath prefix;
  private final ComponentOpener step;
  private final PathResolver.Trail trail = new PathResolver.Trail();

  private Root(Directory top, @Nullable BytePath prefix, ComponentOpener step)
      throws SystemCallException {
    this.top = top;
    this.topStat = top.stat();
    this.prefix = prefix;
    this.step = step;
  }

  /** The system's own root directory. */
  public static Root host() throws SystemCallException {
    return new Root(Directory.openAmbient(BytePath.ROOT), null, ComponentOpener.best());
  }

  /** A directory taken for the root directory. */
  public static Root at(BytePath directory) throws SystemCallException {
    return new Root(Directory.openAmbient(directory), directory, ComponentOpener.best());
  }

  static Root at(BytePath directory, ComponentOpener step) throws SystemCallException {
    return new Root(Directory.openAmbient(directory), directory, step);
  }

  /** Whether this is the system's own root directory. */
  public boolean isHost() {
    return prefix == null;
  }

  /** A path below this root directory as the host sees it, for messages. */
  public BytePath shown(BytePath path) {
    return prefix == null ? path : prefix.append(path);
  }

  /**
   * A path below this root directory from the system's own, the way to this one not followed: as
   * the kernel knows a socket that was bound there.
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

  /** This root directory itself, so that it can be listed; it has no name in another one. */
  public Directory openForReading() throws SystemCallException {
    return top.reopenForReading();
  }

  /**
   * The directory that holds the last component of a path.
   *
   * @throws SystemCallException if it is missing or cannot be reached
   * @throws UnsafePathException if the way is not safe, or the path has no last component
   * @throws AutofsException if the way leads below an automount point
   */
  public Directory parentOf(BytePath path) throws IOException {
    return directory(parentPath(path), null);
  }

  /**
   * As {@link #parentOf}, but makes the directories that are missing, mode 0755, owned by the
   * caller.
   */
  public Directory makeParentOf(BytePath path) throws IOException {
    return directory(parentPath(path), (parent, name) -> makeParent(parent, name, PARENT_MODE));
  }

  /**
   * As {@link #makeParentOf}, but what it makes is for the caller alone, mode 0700, and what the
   * caller owns leads anywhere.
   *
   * @throws UnsafePathException also where it would make one in a directory that is open to others:
   *     they could claim the name before us the next time
   */
  public Directory makePrivateParentOf(BytePath path) throws IOException {
    int uid = Credentials.geteuid();
    return walked(walk -> walk.trusting(uid).into(parentPath(path), Root::makePrivateParent));
  }

  private static void makePrivateParent(Directory parent, Name name) throws IOException {
    if (parent.stat().isOpenToOthers()) {
      throw new UnsafePathException(
          "others may write to the directory in which " + name + " would be made");
    }
    makeParent(parent, name, PRIVATE_MODE);
  }

  /**
   * As {@link #parentOf}, for a name that is to be a directory of the caller's own and lead on.
   *
   * @throws UnsafePathException also if nobody may go on from there: what an unprivileged user owns
   *     does not lead to what the caller owns
   */
  public Directory parentOfOwn(BytePath path) throws IOException {
    return walked(walk -> walk.intoOwn(parentPath(path), Objects.requireNonNull(path.name())));
  }

  private static BytePath parentPath(BytePath path) throws UnsafePathException {
    refuseDotDot(path);
    if (path.isRoot()) {
      throw new UnsafePathException("the root directory has no name");
    }
    return path.parent();
  }

  private static void makeParent(Directory parent, Name name, int wanted) throws IOException {
    try {
      try (Directory created = parent.createDirectory(name, wanted)) {
        int mode = created.statSinceCreation().mode();
        if ((mode & SET_GROUP_ID)
            != 0) { // inherited; what is made on the way is as plain as systemd-tmpfiles makes it
          created.setMode(mode & ~SET_GROUP_ID);
        }
      }
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  private Directory directory(BytePath path, PathResolver.@Nullable Maker missing)
      throws IOException {
    return walked(walk -> walk.into(path, missing));
  }

  /** What is looked for on a guarded walk. */
  private interface Goal<T> {
    T reach(PathResolver walk) throws IOException;
  }

  private <T> T walked(Goal<T> goal) throws IOException {
    try (PathResolver walk = new PathResolver(top, topStat, step, true, trail)) {
      try {
        return goal.reach(walk);
      } catch (SystemCallException e) {
        if (!walk.isStale()) {
          throw e;
        }
      }
    }
    trail.close();
    try (PathResolver fromTop = new PathResolver(top, topStat, step, true, trail)) {
      return goal.reach(fromTop);
    }
  }

  /**
   * Forgets where earlier walks came by: to be called after the owner or the name of a directory
   * was changed.
   */
  public void forget() {
    trail.close();
  }

  /** The same, if the last walk came by this directory; whose owner was changed, for instance. */
  public void forget(Stat changed) {
    if (trail.has(changed)) {
      trail.close();
    }
  }

  /**
   * Holds what a path names; a symbolic link at its end is held itself. Exceptions as {@link
   * #parentOf}.
   */
  public Inode find(BytePath path) throws IOException {
    return walk(path, false, null);
  }

  /**
   * Holds what a path leads to, symbolic links at its end followed by the same rules. Exceptions as
   * {@link #parentOf}.
   */
  public Inode follow(BytePath path) throws IOException {
    return walk(path, true, null);
  }

  /**
   * As {@link #find} or {@link #follow}, but what a user owns leads anywhere: for a path that the
   * same user has chosen, with links of his own on the way.
   *
   * @param uid the user, an unsigned 32 bit number
   * @param followLast whether a symbolic link at the very end is followed
   */
  public Inode findFor(int uid, BytePath path, boolean followLast) throws IOException {
    refuseDotDot(path);
    return walked(walk -> (uid == 0 ? walk : walk.trusting(uid)).to(path, followLast, null));
  }

  private static void refuseDotDot(BytePath path) throws UnsafePathException {
    if (path.hasDotDot()) {
      throw new UnsafePathException("the path contains \"..\"");
    }
  }

  private Inode walk(BytePath path, boolean followLast, PathResolver.@Nullable Maker missing)
      throws IOException {
    refuseDotDot(path);
    return walked(walk -> walk.to(path, followLast, missing));
  }

  /**
   * As {@link #follow}, but null where nothing stands at the end of the path or on the way to it.
   */
  public @Nullable Inode followIfExists(BytePath path) throws IOException {
    try {
      return follow(path);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  /** As {@link #find}, but null where nothing stands at the end of the path or on the way to it. */
  public @Nullable Inode findIfExists(BytePath path) throws IOException {
    try {
      return find(path);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Looks what a path leads to, whoever owns what is on the way: only to know whether something is
   * there. Whoever then acts on it walks again, by the rule. {@code ..} is walked like any other
   * component.
   *
   * @param followLast whether a symbolic link at the very end is followed
   * @return null where nothing stands at the end of the path or on the way to it
   */
  public @Nullable Inode lookUnguarded(BytePath path, boolean followLast) throws IOException {
    try (PathResolver walk = new PathResolver(top, topStat, step, false, trail)) {
      return walk.to(path, followLast, null);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    trail.close();
    top.close();
  }
}
