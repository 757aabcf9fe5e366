// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.ByteSize;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Handle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * There is no space left, or none of the user's quota: ENOSPC and EDQUOT of errno(3).
 *
 * <p>The message says the place, what its file system is and how large, what is free of bytes and
 * of inodes, and a place with more.
 */
public final class NoSpaceException extends FileSystemException {
  private static final long serialVersionUID = 1;

  private final boolean quota;

  private NoSpaceException(BytePath path, String reason, boolean quota) {
    super(path.toString(), null, reason);
    this.quota = quota;
  }

  /** Whether only the quota of the user or the group is used up. */
  public boolean isQuota() {
    return quota;
  }

  /** What to throw for a refusal of the kernel that concerns a path. */
  static NoSpaceException of(SystemCallException refused, BytePath path) {
    try (Directory directory = nearest(path)) {
      return told(refused, directory, path);
    } catch (IOException e) {
      return new NoSpaceException(path, refused.getMessage(), refused.is(Errno.EDQUOT));
    }
  }

  /**
   * What to throw for a failure of Java's on an open file: the same, where it is for another
   * reason.
   */
  static IOException explain(IOException reason, Handle file, BytePath path) {
    try {
      if (reason instanceof SystemCallException refused) {
        return refused.is(Errno.ENOSPC, Errno.EDQUOT) ? told(refused, file, path) : reason;
      }
      if (reason instanceof ClosedChannelException) {
        return reason;
      }
      return isOfSpace(reason, file.fileSystem()) ? told(reason, file, path) : reason;
    } catch (IOException e) {
      return reason;
    }
  }

  /** Java keeps the kernel's reason as a text, in the words of the locale. */
  private static boolean isOfSpace(IOException reason, FileSystem now) {
    String message = String.valueOf(reason.getMessage());
    return message.contains(Errno.ENOSPC.text())
        || message.contains(Errno.EDQUOT.text())
        || now.available() == 0
        || now.inodes() == 0;
  }

  private static NoSpaceException told(IOException reason, Handle where, BytePath path)
      throws IOException {
    FileSystem full = where.fileSystem();
    boolean quota = String.valueOf(reason.getMessage()).contains(Errno.EDQUOT.text());
    String text =
        (quota ? "your quota is used up" : "no space left")
            + ": it is on "
            + words(full)
            + advice(where.stat().device(), full);
    NoSpaceException told = new NoSpaceException(path, text, quota);
    told.initCause(reason);
    return told;
  }

  private static String words(FileSystem full) {
    String inodes =
        full.inodes() == Long.MAX_VALUE ? "" : " and " + full.inodes() + " more files (inodes)";
    return full.typeName()
        + " of "
        + ByteSize.format(full.size())
        + ", which has room for "
        + ByteSize.format(full.available())
        + inodes;
  }

  private static String advice(long device, FileSystem full) {
    for (BytePath other : largerPlaces()) {
      try (Directory directory = Directory.openAmbient(other)) {
        FileSystem there = directory.fileSystem();
        boolean larger = there.available() > full.available() && there.inodes() > 0;
        if (directory.stat().device() != device && larger && !there.readOnly()) {
          return "; take "
              + other
              + ", which has "
              + ByteSize.format(there.available())
              + ", or remove files";
        }
      } catch (SystemCallException e) {
        // There is none, or it is not for us.
      }
    }
    return "; remove files, or take a place on another file system";
  }

  private static Iterable<BytePath> largerPlaces() {
    Path home = Path.of(System.getProperty("user.home", "/"));
    BytePath cache =
        home.isAbsolute() ? Spelling.of(home.resolve(".cache")) : BytePath.of("/var/tmp");
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
