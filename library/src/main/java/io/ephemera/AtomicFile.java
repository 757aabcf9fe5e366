// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.HeldException;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.linux.errno.Feature;
import java.io.IOException;

/**
 * Writes small files atomically: a reader sees the old content or the whole new one. What a killed
 * process leaves has a {@link TemporaryName}, so that a sweep finds it.
 *
 * <p>For files that need not survive a crash of the system: nothing waits for the disk.
 */
final class AtomicFile {
  private AtomicFile() {}

  /**
   * Writes a file, in place of one of the caller's that has the name.
   *
   * @param mode its permission bits, 0 to 0777, whatever umask(2) says
   * @return the file that now has the name
   * @throws UnsafePathException if the name belongs to anything else
   */
  static OpenFile write(
      Directory directory, Application application, Name name, int mode, Bytes content)
      throws IOException {
    Stat existing = directory.statIfExists(name);
    if (existing != null) {
      ExistingFile.verify(existing, "the file ", name);
    }
    OpenFile created = directory.createUnnamed(mode);
    if (created == null) {
      return writeNamed(directory, application, name, mode, content);
    }
    try (ScopedHandle<OpenFile> unnamed = new ScopedHandle<>(created)) {
      boolean ignored = CleanerLock.tryLock(created); // it has a temporary name for a moment
      created.write(content);
      link(directory, application, name, created);
      created.unlock();
      return unnamed.release();
    } catch (SystemCallException e) {
      if (e.call() != SystemCall.CREATE_FILE || !Feature.HARD_LINKS.isMissing(e.errno())) {
        throw e;
      }
      return writeNamed(directory, application, name, mode, content);
    }
  }

  private static void link(
      Directory directory, Application application, Name name, OpenFile unnamed)
      throws IOException {
    try {
      directory.createLink(name, unnamed);
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      Name temporary = TemporaryName.random(application);
      directory.createLink(temporary, unnamed);
      replace(directory, temporary, name);
    }
  }

  private static void replace(Directory directory, Name temporary, Name name) throws IOException {
    boolean replaced = false;
    try {
      rename(directory, temporary, name);
      replaced = true;
    } finally {
      if (!replaced) {
        directory.remove(temporary);
      }
    }
  }

  /**
   * Renames a file over what has the other name.
   *
   * @throws HeldException if something is mounted on it
   */
  static void rename(Directory directory, Name temporary, Name name) throws IOException {
    try {
      directory.rename(temporary, name);
    } catch (SystemCallException e) {
      Stat existing = e.is(Errno.EBUSY) ? directory.statIfExists(name) : null;
      throw existing != null && existing.isMountPoint()
          ? HeldException.mountedFile(directory.realPath().child(name))
          : e;
    }
  }

  /** As {@link #write}, on a file system without O_TMPFILE, open(2). */
  static OpenFile writeNamed(
      Directory directory, Application application, Name name, int mode, Bytes content)
      throws IOException {
    while (true) {
      Name temporary = TemporaryName.random(application);
      OpenFile created = TemporaryFile.createLocked(directory, temporary, mode);
      if (created != null) { // otherwise a sweep has removed it
        try (ScopedHandle<OpenFile> file = new ScopedHandle<>(created)) {
          writeAndRename(created, directory, temporary, name, content);
          return file.release();
        }
      }
    }
  }

  private static void writeAndRename(
      OpenFile file, Directory directory, Name temporary, Name name, Bytes content)
      throws IOException {
    boolean written = false;
    try {
      file.write(content);
      written = true;
    } finally {
      if (!written) {
        directory.removeIfExists(temporary);
      }
    }
    replace(directory, temporary, name);
    file.unlock();
  }
}
