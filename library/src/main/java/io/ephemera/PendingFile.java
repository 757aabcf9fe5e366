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
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Objects;
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
 * over the owner and the extended attributes of the one that it replaces, except its ACL.
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
  private OpenFile file;

  /** Its name until it is published, on a file system without unnamed files or without links. */
  private @Nullable Name temporaryName;

  private int mode = PRIVATE;
  private boolean modeIsChosen;
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
      OpenFile file = TemporaryFile.createLocked(target.directory, temporary, PRIVATE);
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
      open = PlaceChannel.on(file, target.path);
      channel = open;
    }
    return open;
  }

  /**
   * A stream that reads the content, as {@link TemporaryFile#inputStream}.
   *
   * @throws IllegalStateException if the file is published or closed
   */
  public InputStream inputStream() throws IOException {
    return ContentStreams.input(channel());
  }

  /**
   * A stream that writes the content, as {@link TemporaryFile#outputStream}.
   *
   * @throws IllegalStateException if the file is published or closed
   */
  public OutputStream outputStream() throws IOException {
    return ContentStreams.output(channel());
  }

  /**
   * Sets the permission bits that the file has when it appears, whatever umask(2) and default ACLs
   * say. Without a call they are those of the file that is replaced, as {@link #publish} says, or
   * 0600; until the file is published they are 0600.
   *
   * <p>On a file system that keeps no modes, such as vfat or CIFS, the file has those of the mount,
   * and the {@link System.Logger} {@code io.ephemera} gets a warning.
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
    modeIsChosen = true;
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
   * <p>A file that replaces another one of the caller or of root, without {@link #setMode}, has
   * that one's permission bits, group and ACL, acl(5). If the caller may not give the group, the
   * group of the new file has no more access than other users.
   *
   * <p>On a file system without RENAME_NOREPLACE of renameat2(2) and without links, a file that
   * another process creates under the name in this moment may be replaced.
   *
   * @throws FileAlreadyExistsException if the name is taken and is not to be replaced
   * @throws MountPointException if the target is a file on which another one is mounted
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
      complete();
      giveName();
      state = State.PUBLISHED;
      syncDirectory();
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, file, target.path);
    }
  }

  /** Gives the file the access that it is to have, and waits for the disk. */
  private void complete() throws IOException {
    AccessOfFile replaced =
        target.replace && !modeIsChosen
            ? AccessOfFile.ofTrusted(target.directory, target.name)
            : null;
    boolean exact = replaced != null ? replaced.giveTo(file) : AccessOfFile.limit(file, mode);
    if (!exact) {
      Warnings.once(
          "the file system of "
              + target.path.parent()
              + " keeps no permission bits: files there have those of the mount");
    }
    file.sync();
  }

  private void giveName() throws IOException {
    Name temporary = temporaryName;
    if (temporary == null && !target.replace && linkedTo(target.name)) {
      return;
    }
    if (temporary == null) {
      temporary = linkTemporarily();
    }
    if (target.replace) {
      rename(temporary);
      verifyPublished();
    } else if (!target.directory.renameToFree(temporary, target.name)) {
      Warnings.once(
          "the file system of "
              + target.path.parent()
              + " cannot rename without replacing: a file that is created there under the same name at"
              + " the same time may be replaced");
    }
  }

  /** Links the unnamed file, if the file system has links. */
  private boolean linkedTo(Name name) throws SystemCallException {
    try {
      target.directory.createLink(name, file);
      return true;
    } catch (SystemCallException e) {
      if (!Feature.HARD_LINKS.isMissing(e.errno())) {
        throw e;
      }
      return false;
    }
  }

  /** Locks the file before it has a name, so that no sweep takes it for an abandoned one. */
  Name linkTemporarily() throws IOException {
    if (!CleanerLock.tryLock(file)) {
      throw new UnsafePathException("another process holds a lock on the new file");
    }
    Name temporary = TemporaryName.random(target.application);
    return linkedTo(temporary) ? temporary : copyToNamed();
  }

  /**
   * Where an unnamed file cannot be linked: copies it to one that has a name from the beginning.
   */
  private Name copyToNamed() throws IOException {
    PendingFile copy = named(target);
    Name name = Objects.requireNonNull(copy.temporaryName);
    temporaryName = name; // close() removes it from now on
    try (OpenFile original = file) {
      file = copy.file;
      file.copyFrom(original);
    }
    complete();
    return name;
  }

  private void rename(Name temporary) throws IOException {
    boolean renamed = false;
    try {
      AtomicFile.rename(target.directory, temporary, target.name);
      renamed = true;
    } finally {
      if (!renamed && temporaryName == null) {
        target.directory.removeIfExists(temporary);
      }
    }
  }

  /** Users who may rename in the directory could have replaced the temporary file. */
  private void verifyPublished() throws IOException {
    if (!target.directory.stillNames(target.name, file.stat()) && othersMayRename()) {
      throw new UnsafePathException("was replaced while it was being published");
    }
  }

  private boolean othersMayRename() throws SystemCallException {
    Stat directory = target.directory.stat();
    AccessJudge judge = AccessJudge.ofProcess();
    return !judge.owner(directory).and(judge.writing(target.directory, directory)).isExclusive();
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
