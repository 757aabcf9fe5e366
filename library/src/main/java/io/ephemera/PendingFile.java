// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being written and appears under its name when it is complete: see {@link
 * TemporaryFile#publishAs(Path)} and {@link TemporaryFile#replacing(Path)}.
 *
 * <p>It is created in the directory of its target, which is held: whoever moves that directory
 * moves the file with it. {@link #close} without {@link #publish} leaves nothing.
 *
 * <p><b>Safety:</b> no reader ever sees half of it, not even after a loss of power: content and
 * mode are on the disk before it gets its name, and the name is when {@link #publish} returns.
 * Until then nobody else can open it. <b>Limits:</b> owner, ACL and extended attributes of a file
 * that is replaced are not taken over.
 *
 * <p>Thread-safe.
 */
public final class PendingFile implements AutoCloseable {
  /** Under whose name those who gave only a path leave what a sweep has to find. */
  static final Application ANYBODY = new Application("ephemera");

  private static final int PRIVATE = 0600;
  private static final int MOST = 0777;

  private enum State {
    OPEN,
    PUBLISHED,
    CLOSED
  }

  private final BytePath path;
  private final Application application;
  private final boolean replace;
  private final Directory parent;
  private final Name target;
  private final OpenFile file;

  /** The name that it has meanwhile, where there are no files without one. */
  private final @Nullable Name ownName;

  private int mode = PRIVATE;
  private State state = State.OPEN;
  private @Nullable FileChannel channel;

  private PendingFile(
      BytePath path,
      Application application,
      boolean replace,
      Directory parent,
      Name target,
      OpenFile file,
      @Nullable Name ownName) {
    this.path = path;
    this.application = application;
    this.replace = replace;
    this.parent = parent;
    this.target = target;
    this.file = file;
    this.ownName = ownName;
  }

  static PendingFile begin(BytePath path, Application application, boolean replace)
      throws IOException {
    NativeAccessException.throwIfDenied();
    try (Root root = Root.host()) {
      Name target = TemporaryParent.nameOf(path);
      Directory parent = root.parentOf(path);
      PendingFile begun = null;
      try {
        begun = unnamed(path, application, replace, parent, target);
        if (begun == null) {
          begun = named(path, application, replace, parent, target);
        }
        return begun;
      } finally {
        if (begun == null) {
          parent.close();
        }
      }
    } catch (IOException e) {
      throw Failure.of(e, path);
    }
  }

  /** Null where the file system or the kernel has no files without a name. */
  private static @Nullable PendingFile unnamed(
      BytePath path, Application application, boolean replace, Directory parent, Name target)
      throws IOException {
    OpenFile file = parent.createUnnamed(PRIVATE);
    return file == null
        ? null
        : new PendingFile(path, application, replace, parent, target, file, null);
  }

  /** Under a name of its own, with a lock that keeps cleaners away. */
  static PendingFile named(
      BytePath path, Application application, boolean replace, Directory parent, Name target)
      throws IOException {
    while (true) {
      Name own = OwnName.fresh(application);
      OpenFile file = TemporaryFile.createLocked(parent, own);
      if (file != null) {
        return new PendingFile(path, application, replace, parent, target, file, own);
      }
    }
  }

  /**
   * The content, for reading and writing, as {@link TemporaryFile#channel}.
   *
   * @throws IllegalStateException if it is published or closed
   */
  public synchronized FileChannel channel() throws IOException {
    throwIfNotOpen();
    FileChannel open = channel;
    if (open == null || !open.isOpen()) {
      open = PlaceChannel.open(file, path);
      channel = open;
    }
    return open;
  }

  /**
   * Says which permission bits it has when it appears, whatever umask(2) and default ACLs say.
   * Until then, and when nothing is said, they are 0600.
   *
   * @param permissions 0 to 0777
   * @return this
   */
  public synchronized PendingFile withMode(int permissions) {
    throwIfNotOpen();
    if (permissions < 0 || permissions > MOST) {
      throw new IllegalArgumentException(
          "not permission bits (0 to 0777): " + Integer.toOctalString(permissions));
    }
    mode = permissions;
    return this;
  }

  /** Where it appears. */
  public Path target() {
    return Spelling.of(path);
  }

  /**
   * Lets it appear: waits until the content is on the disk, fsync(2), gives it its name, and waits
   * until that is on the disk. The channel is closed.
   *
   * @throws FileAlreadyExistsException if the name is taken and is not to be replaced
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses; then nothing has appeared, unless only the last wait
   *     failed
   * @throws IllegalStateException if it is published or closed
   */
  public synchronized void publish() throws IOException {
    throwIfNotOpen();
    try {
      if (channel != null) {
        channel.close();
      }
      if (file.stat().mode() != mode) {
        file.setMode(mode);
      }
      file.sync();
      appear();
      state = State.PUBLISHED;
      syncDirectory();
    } catch (IOException e) {
      throw Failure.of(NoSpaceException.explain(e, file, path), path);
    }
  }

  private void appear() throws IOException {
    if (replace) {
      Name temporary = ownName == null ? link() : ownName;
      rename(temporary);
      verifyAppeared();
    } else if (ownName == null) {
      parent.createLink(target, file);
    } else {
      renameToFree(ownName);
    }
  }

  /** Locked before it has a name, so that no sweep takes it for a dead one. */
  Name link() throws IOException {
    if (!file.tryLock()) {
      throw new UnsafePathException("somebody else holds a lock on the new file");
    }
    Name temporary = OwnName.fresh(application);
    parent.createLink(temporary, file);
    return temporary;
  }

  private void rename(Name temporary) throws IOException {
    boolean done = false;
    try {
      parent.rename(temporary, target);
      done = true;
    } finally {
      if (!done && ownName == null) {
        TemporaryFile.removeIfThere(parent, temporary);
      }
    }
  }

  /** Where others may rename, they could have put something else in the place of the temporary. */
  private void verifyAppeared() throws IOException {
    Stat named = parent.statIfExists(target);
    boolean appeared = named != null && named.isSameInode(file.stat());
    Stat place = parent.stat();
    boolean onlyOurs = place.belongsToRootOrUs() && !place.isOpenToOthers();
    if (!appeared && !onlyOurs) { // otherwise another process of ours has replaced it since
      throw new UnsafePathException("was exchanged while it was being published");
    }
  }

  /** Falls back on EINVAL only: not every file system can refuse to replace. */
  private void renameToFree(Name own) throws SystemCallException {
    try {
      parent.renameToFree(own, target);
    } catch (SystemCallException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
      parent.createLink(target, file);
      parent.remove(own);
    }
  }

  /** Falls back on EINVAL only: a file system that has nothing to write. */
  private void syncDirectory() throws SystemCallException {
    try (Directory readable = parent.reopenForReading()) {
      readable.sync();
    } catch (SystemCallException e) {
      if (!e.is(Errno.EINVAL)) {
        throw e;
      }
    }
  }

  private void throwIfNotOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException(
          (state == State.PUBLISHED ? "already published: " : "closed: ") + path);
    }
  }

  /**
   * Lets go of it: one that was not published is gone, with all that was written. A second call
   * does nothing.
   */
  @Override
  public synchronized void close() throws IOException {
    if (state == State.CLOSED) {
      return;
    }
    boolean abandoned = state == State.OPEN;
    state = State.CLOSED;
    try {
      if (channel != null) {
        channel.close();
      }
      if (abandoned && ownName != null) {
        TemporaryFile.removeIfThere(parent, ownName);
      }
    } catch (IOException e) {
      throw Failure.of(e, path);
    } finally {
      file.close();
      parent.close();
    }
  }

  /** The path of the target for people. */
  @Override
  public String toString() {
    return path.toString();
  }
}
