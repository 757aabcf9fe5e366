// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Errno;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.fs.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * An application's own directory for sockets, locks and pid files, held open.
 *
 * <p>It is created with mode 0700, or 0755 when privileged, as a service's directory below {@code
 * /run} is. <b>Safety:</b> it belongs to the caller, nobody else may write to it, and nobody else
 * can claim its name or the name of a directory above it; anything else is refused. What is done in
 * it reaches this very directory, whatever its name leads to meanwhile.
 *
 * <p>Thread-safe but for {@link #close}, after which it must not be used.
 */
public final class RuntimeDirectory implements AutoCloseable {
  private static final int OTHERS_MAY_WRITE = 022;

  private final Application application;
  private final BytePath path;
  private final Directory directory;

  private RuntimeDirectory(Application application, BytePath path, Directory directory) {
    this.application = application;
    this.path = path;
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
    try (Root root = Root.host();
        Directory parent = root.makePrivateParentOf(path)) {
      Directory directory = openOwn(parent, Objects.requireNonNull(path.name()));
      try {
        verify(parent, directory);
      } catch (IOException e) {
        directory.close();
        throw e;
      }
      return new RuntimeDirectory(place.application(), path, directory);
    } catch (IOException e) {
      throw Failure.of(e, path);
    }
  }

  private static Directory openOwn(Directory parent, Name name) throws IOException {
    try {
      parent.createDirectory(name, Users.effectiveUid() == 0 ? 0755 : 0700).close();
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    try {
      return parent.openForReading(name);
    } catch (SystemCallException e) {
      if (e.is(Errno.ELOOP, Errno.ENOTDIR)) {
        throw new UnsafePathException(
            "is not a directory but " + parent.stat(name).type().text() + "; remove it");
      }
      throw e;
    }
  }

  private static void verify(Directory parent, Directory directory) throws IOException {
    Stat stat = directory.stat();
    if (stat.uid() != Users.effectiveUid()) {
      throw new UnsafePathException(
          "belongs to user "
              + Integer.toUnsignedString(stat.uid())
              + ", you are user "
              + Integer.toUnsignedString(Users.effectiveUid()));
    }
    if ((stat.mode() & OTHERS_MAY_WRITE) != 0) {
      throw new UnsafePathException(
          "others may write to it; look at what is in it, then: chmod go-w");
    }
    if (!parent.stat().belongsToRootOrUs()
        || parent.stat().isOpenToOthers()
        || !directory.isKeptInPlace()) {
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

  /** Gives the directory back. What is in it stays. */
  @Override
  public void close() {
    directory.close();
  }

  /** The path for people. */
  @Override
  public String toString() {
    return path.toString();
  }
}
