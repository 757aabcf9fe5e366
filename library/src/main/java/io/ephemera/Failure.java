// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.HeldException;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The one table from what the kernel and the walk refuse to the exceptions of Java. */
final class Failure {
  private Failure() {}

  /** What is to be thrown for a failure that concerns a path. */
  static IOException of(IOException reason, BytePath path) {
    return switch (reason) {
      case UnsafePathException unsafe ->
          causedBy(unsafe, new UnsafePlaceException(path + ": " + unsafe.getMessage()));
      case SystemCallException refused when refused.is(Errno.ENOSPC, Errno.EDQUOT) ->
          NoSpaceException.of(refused, path);
      case HeldException held ->
          causedBy(held, new FileSystemException(held.path().toString(), null, held.getMessage()));
      case SystemCallException refused -> causedBy(refused, translated(refused, path.toString()));
      default -> reason;
    };
  }

  private static IOException causedBy(IOException cause, IOException told) {
    told.initCause(cause);
    return told;
  }

  private static IOException translated(SystemCallException refused, String path) {
    return switch (refused.errno()) {
      case ENOENT -> new NoSuchFileException(path, null, refused.getMessage());
      case EEXIST -> new FileAlreadyExistsException(path, null, refused.getMessage());
      case EACCES, EPERM, EROFS -> new AccessDeniedException(path, null, refused.getMessage());
      case ENOTDIR -> new NotDirectoryException(path);
      case EADDRINUSE -> new BindException(path + ": " + refused.getMessage());
      case ECONNREFUSED -> new ConnectException(path + ": nobody listens there");
      case ELOOP -> new FileSystemLoopException(path);
      default -> new FileSystemException(path, null, refused.getMessage());
    };
  }
}
