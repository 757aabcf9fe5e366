// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.AutofsException;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Handle;
import io.ephemera.fs.HeldException;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.linux.errno.Feature;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The one table from the exceptions of room fs to those that callers know. */
final class ExceptionTranslator {
  private ExceptionTranslator() {}

  /** The exception to throw for a failure that concerns a path. */
  static IOException translate(IOException reason, BytePath path) {
    if (reason instanceof UnsafePathException) {
      return causedBy(reason, new UnsafePlaceException(path + ": " + reason.getMessage()));
    }
    if (reason instanceof HeldException held) {
      return causedBy(
          held,
          held.isMountPoint()
              ? new MountPointException(held)
              : new FileSystemException(held.path().toString(), null, held.getMessage()));
    }
    if (reason instanceof SystemCallException refused) {
      return refused.is(Errno.ENOSPC, Errno.EDQUOT)
          ? NoSpaceException.of(refused, path)
          : causedBy(refused, translate(refused, path.toString()));
    }
    return reason instanceof AutofsException
        ? causedBy(reason, new FileSystemException(path.toString(), null, reason.getMessage()))
        : reason;
  }

  /** As {@link #translate(IOException, BytePath)}, for a call on an open file. */
  static IOException translate(IOException reason, Handle file, BytePath path) {
    return reason instanceof SystemCallException refused && refused.is(Errno.ENOSPC, Errno.EDQUOT)
        ? NoSpaceException.of(refused, file, path)
        : translate(reason, path);
  }

  private static IOException causedBy(IOException cause, IOException translated) {
    translated.initCause(cause);
    return translated;
  }

  private static IOException translate(SystemCallException refused, String path) {
    if (refused.call() == SystemCall.LOCK && Feature.LOCKS.isMissing(refused.errno())) {
      return new FileSystemException(
          path, null, "the file system has no locks, flock(2); choose a place on another one");
    }
    return switch (refused.errno()) {
      case ENOENT -> new NoSuchFileException(path, null, refused.getMessage());
      case EEXIST -> new FileAlreadyExistsException(path, null, refused.getMessage());
      case EACCES, EPERM, EROFS -> new AccessDeniedException(path, null, refused.getMessage());
      case ENOTDIR -> new NotDirectoryException(path);
      case EADDRINUSE -> new BindException(path + ": " + refused.getMessage());
      case ECONNREFUSED -> new ConnectException(path + ": nothing listens there");
      case ELOOP -> new FileSystemLoopException(path);
      default -> new FileSystemException(path, null, refused.getMessage());
    };
  }
}
