// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Feature;
import io.ephemera.process.AccessJudge;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being written and appears under its name when it is complete: see {@link
 * TemporaryFile#publishAs(Path)} and {@link TemporaryFile#replacing(Path)}.
 *
 * <p>It is created in the directory of its target. That directory is held open, so the file moves
 * with it. {@link #close} without {@link #publish} leaves nothing.
 *
 * <p><b>Safety:</b> no reader sees an incomplete file, not even after a power failure: content and
 * mode are on the disk before the file gets its name, and the name is on the disk when {@link
 * #publish} returns. Until then no other user can open it. <b>Limits:</b> a new file does not take
 * over the owner, ACL and extended attributes of the one that it replaces.
 *
 * <p>Thread-safe.
 */
public final class PendingFile implements AutoCloseable {
  private static final int PRIVATE = 0600;
  private static final int MAX_MODE = 0777;

  private enum State {
    OPEN,
    PUBLISHED,
    CLOSED
  }

  /**
   * Where a file appears.
   *
   * @param application for which a sweep finds what a killed process left
   * @param directory the open directory of the path
   */
  record Target(
      BytePath path, Application application, boolean replace, Directory directory, Name name) {}

  private final Target target;
  private final OpenFile file;

  /** Its name until it is published, on a file system without unnamed files. */
  private final @Nullable Name temporaryName;

  private int mode = PRIVATE;
  private State state = State.OPEN;
  private @Nullable FileChannel channel;

  private PendingFile(Target target, OpenFile file, @Nullable Name temporaryName) {
    this.target = target;
    this.file = file;
    this.temporaryName = temporaryName;
  }

  static PendingFile begin(BytePath path, Application application, boolean replace)
      throws IOException {
    NativeAccessException.throwIfDenied();
    try (Root root = Root.host()) {
      Name name = TemporaryParent.nameOf(path);
      Survey survey = new Survey(Caller.ofProcess());
      try (ScopedHandle<Directory> parent = new ScopedHandle<>(root.parentFor(survey, path))) {
        Target target = new Target(path, application, replace, parent.get(), name);
        OpenFile unnamed = parent.get().createUnnamed(PRIVATE);
        PendingFile begun =
            unnamed == null ? named(target) : new PendingFile(target, unnamed, null);
        parent.release();
        return begun;
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, path);
    }
  }

  /** Begins a file under a temporary name, with a lock that keeps cleaners away. */
  static PendingFile named(Target target) throws IOException {
    while (true) {
      Name temporary = TemporaryName.random(target.application);
      OpenFile file = TemporaryFile.createLocked(target.directory, temporary);
      if (file != null) {
        return new PendingFile(target, file, temporary);
      }
    }
  }

  /**
   * A channel for reading and writing the content, as {@link TemporaryFile#channel}.
   *
   * @throws IllegalStateException if the file is published or closed
   */
  public synchronized FileChannel channel() throws IOException {
    throwIfNotOpen();
    FileChannel open = channel;
    if (open == null || !open.isOpen()) {
      open = PlaceChannel.open(file, target.path);
      channel = open;
    }
    return open;
  }

  /**
   * Sets the permission bits that the file has when it appears, whatever umask(2) and default ACLs
   * say. Without a call, and until the file is published, they are 0600.
   *
   * @param permissions 0 to 0777
   * @return this
   * @throws IllegalArgumentException if the number is out of its range
   * @throws IllegalStateException if the file is published or closed
   */
  public synchronized PendingFile setMode(int permissions) {
    throwIfNotOpen();
    if (permissions < 0 || permissions > MAX_MODE) {
      throw new IllegalArgumentException(
          "not permission bits (0 to 0777): " + Integer.toOctalString(permissions));
    }
    mode = permissions;
    return this;
  }

  /** The path under which the file appears. */
  public Path target() {
    return JavaPath.of(target.path);
  }

  /**
   * Gives the file its name: waits until the content is on the disk, fsync(2), links it, and waits
   * until the name is on the disk. Closes the channel.
   *
   * @throws FileAlreadyExistsException if the name is taken and is not to be replaced
   * @throws NoSpaceException if there is no space left
   * @throws IOException if the kernel refuses; then nothing has appeared, unless only the last wait
   *     failed
   * @throws IllegalStateException if the file is published or closed
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
      giveName();
      state = State.PUBLISHED;
      syncDirectory();
    } catch (IOException e) {
      throw ExceptionTranslator.translate(
          NoSpaceException.explain(e, file, target.path), target.path);
    }
  }

  private void giveName() throws IOException {
    if (target.replace) {
      rename(temporaryName == null ? linkTemporarily() : temporaryName);
      verifyPublished();
    } else if (temporaryName == null) {
      target.directory.createLink(target.name, file);
    } else {
      target.directory.renameToFree(temporaryName, target.name);
    }
  }

  /** Locks the file before it has a name, so that no sweep takes it for an abandoned one. */
  Name linkTemporarily() throws IOException {
    if (!file.tryLock()) {
      throw new UnsafePathException("another process holds a lock on the new file");
    }
    Name temporary = TemporaryName.random(target.application);
    target.directory.createLink(temporary, file);
    return temporary;
  }

  private void rename(Name temporary) throws IOException {
    boolean renamed = false;
    try {
      target.directory.rename(temporary, target.name);
      renamed = true;
    } finally {
      if (!renamed && temporaryName == null) {
        target.directory.removeIfExists(temporary);
      }
    }
  }

  /** Users who may rename in the directory could have replaced the temporary file. */
  private void verifyPublished() throws IOException {
    boolean published = target.directory.stillNames(target.name, file.stat());
    Stat directory = target.directory.stat();
    AccessJudge judge = AccessJudge.ofProcess();
    boolean onlyOurs =
        judge.owner(directory).and(judge.writing(target.directory, directory)).isExclusive();
    if (!published && !onlyOurs) { // otherwise another process of ours has replaced it since
      throw new UnsafePathException("was replaced while it was being published");
    }
  }

  private void syncDirectory() throws SystemCallException {
    try (Directory readable = target.directory.reopenForReading()) {
      readable.sync();
    } catch (SystemCallException e) {
      if (!Feature.DIRECTORY_SYNC.isMissing(e.errno())) {
        throw e;
      }
    }
  }

  private void throwIfNotOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException(
          (state == State.PUBLISHED ? "already published: " : "closed: ") + target.path);
    }
  }

  /** Discards the file if it was not published. Closing again has no effect. */
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
      if (abandoned && temporaryName != null) {
        target.directory.removeIfExists(temporaryName);
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, target.path);
    } finally {
      file.close();
      target.directory.close();
    }
  }

  /** The path of the target, human-readable: control characters are escaped. */
  @Override
  public String toString() {
    return target.path.toString();
  }
}
