// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.ByteSize;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Handle;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The file system is full, or the quota is used up: ENOSPC and EDQUOT of errno(3).
 *
 * <p>The message names the path, type and size of its file system, the free bytes and inodes, and a
 * directory with more space.
 */
public final class NoSpaceException extends FileSystemException {
  private static final long serialVersionUID = 1;

  private final boolean quota;

  private NoSpaceException(BytePath path, String reason, boolean quota) {
    super(path.toString(), null, reason);
    this.quota = quota;
  }

  /** Whether the quota of the user or the group is used up, and not the file system. */
  public boolean isQuota() {
    return quota;
  }

  /** The exception for a call with this path that the kernel refused. */
  static NoSpaceException of(SystemCallException refused, BytePath path) {
    try (Directory directory = nearest(path)) {
      return of(refused, directory, path);
    } catch (IOException e) {
      return new NoSpaceException(path, refused.getMessage(), refused.is(Errno.EDQUOT));
    }
  }

  /** The exception for a call on an open file that the kernel refused. */
  static NoSpaceException of(SystemCallException refused, Handle file, BytePath path) {
    boolean quota = refused.is(Errno.EDQUOT);
    NoSpaceException exception = new NoSpaceException(path, reason(refused, quota, file), quota);
    exception.initCause(refused);
    return exception;
  }

  private static String reason(SystemCallException refused, boolean quota, Handle where) {
    try {
      FileSystem full = where.fileSystem();
      return (quota ? "your quota is used up on " : "no space left on ")
          + description(full)
          + advice(where.stat().device(), full);
    } catch (SystemCallException e) {
      return refused.getMessage();
    }
  }

  private static String description(FileSystem full) {
    String inodes = full.inodes() == Long.MAX_VALUE ? "" : " and " + full.inodes() + " inodes";
    OptionalLong size = full.size();
    OptionalLong available = full.available();
    return full.typeName()
        + (size.isPresent() ? " of " + ByteSize.format(size.getAsLong()) : "")
        + ": "
        + (available.isPresent() ? ByteSize.format(available.getAsLong()) : "unknown bytes")
        + inodes
        + " free";
  }

  private static String advice(long device, FileSystem full) {
    for (BytePath other : largerPlaces()) {
      try (Directory directory = Directory.openAmbient(other)) {
        FileSystem there = directory.fileSystem();
        long free = there.available().orElse(0);
        boolean larger = free > full.available().orElse(0) && there.inodes() > 0;
        if (directory.stat().device() != device && larger && !there.readOnly()) {
          return "; remove files, or use " + other + " with " + ByteSize.format(free) + " free";
        }
      } catch (SystemCallException e) {
        // It does not exist, or may not be opened.
      }
    }
    return "; remove files, or use another file system";
  }

  private static Iterable<BytePath> largerPlaces() {
    Path home = Path.of(System.getProperty("user.home", "/"));
    BytePath cache =
        home.isAbsolute() ? JavaPath.bytes(home.resolve(".cache")) : BytePath.of("/var/tmp");
    return List.of(BytePath.of("/var/tmp"), cache);
  }

  private static Directory nearest(BytePath path) throws IOException {
    BytePath here = path;
    while (true) {
      @Nullable Directory found = openIfDirectory(here);
      if (found != null) {
        return found;
      }
      here = here.parent();
    }
  }

  private static @Nullable Directory openIfDirectory(BytePath path) throws IOException {
    try {
      return Directory.openAmbient(path);
    } catch (SystemCallException e) {
      if (path.isRoot() || !e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        throw e;
      }
      return null;
    }
  }
}
