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
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
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
      return describe(refused, refused.is(Errno.EDQUOT), directory, path);
    } catch (IOException e) {
      return new NoSpaceException(path, refused.getMessage(), refused.is(Errno.EDQUOT));
    }
  }

  /**
   * The exception for a failed operation on an open file; the given one if it has another reason.
   */
  static IOException explain(IOException reason, Handle file, BytePath path) {
    try {
      if (reason instanceof SystemCallException refused) {
        return refused.is(Errno.ENOSPC, Errno.EDQUOT)
            ? describe(refused, refused.is(Errno.EDQUOT), file, path)
            : reason;
      }
      if (reason instanceof ClosedChannelException) {
        return reason;
      }
      boolean quota = names(Errno.EDQUOT, reason);
      return quota || names(Errno.ENOSPC, reason) || isFull(file.fileSystem())
          ? describe(reason, quota, file, path)
          : reason;
    } catch (IOException e) {
      return reason;
    }
  }

  /** The channels of the JDK report errno only as text, strerror(3), in the user's language. */
  private static boolean names(Errno errno, IOException ofChannel) {
    return String.valueOf(ofChannel.getMessage()).contains(errno.text());
  }

  private static boolean isFull(FileSystem fileSystem) {
    return fileSystem.available() == 0 || fileSystem.inodes() == 0;
  }

  private static NoSpaceException describe(
      IOException reason, boolean quota, Handle where, BytePath path) throws IOException {
    FileSystem full = where.fileSystem();
    String text =
        (quota ? "your quota is used up on " : "no space left on ")
            + description(full)
            + advice(where.stat().device(), full);
    NoSpaceException exception = new NoSpaceException(path, text, quota);
    exception.initCause(reason);
    return exception;
  }

  private static String description(FileSystem full) {
    String inodes = full.inodes() == Long.MAX_VALUE ? "" : " and " + full.inodes() + " inodes";
    return full.typeName()
        + " of "
        + ByteSize.format(full.size())
        + ": "
        + ByteSize.format(full.available())
        + inodes
        + " free";
  }

  private static String advice(long device, FileSystem full) {
    for (BytePath other : largerPlaces()) {
      try (Directory directory = Directory.openAmbient(other)) {
        FileSystem there = directory.fileSystem();
        boolean larger = there.available() > full.available() && there.inodes() > 0;
        if (directory.stat().device() != device && larger && !there.readOnly()) {
          return "; remove files, or use "
              + other
              + " with "
              + ByteSize.format(there.available())
              + " free";
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
