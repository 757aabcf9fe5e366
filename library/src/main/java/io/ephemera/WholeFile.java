// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;

/**
 * Files that appear at their name with their whole content, in place of what was there, or not at
 * all. What a process that is killed meanwhile leaves has an {@link OwnName}, which a sweep knows.
 *
 * <p>For small files that need not outlive the machine: nothing waits for the disk.
 */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes one.
   *
   * @param mode its permission bits, 0 to 0777, whatever umask(2) says
   * @return the file that now has the name
   * @throws UnsafePathException if something else than a file of the caller's stands there
   */
  static OpenFile put(
      Directory directory, Application application, Name name, int mode, Bytes content)
      throws IOException {
    Stat there = directory.statIfExists(name);
    if (there != null) {
      ExistingFile.verify(there, "the file ", name);
    }
    OpenFile file = directory.createUnnamed(mode);
    if (file == null) {
      return putByName(directory, application, name, mode, content);
    }
    boolean done = false;
    try {
      file.tryLock(); // so that no sweep takes it while it has a name of its own
      file.write(content);
      give(directory, application, name, file);
      file.unlock();
      done = true;
      return file;
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  private static void give(
      Directory directory, Application application, Name name, OpenFile unnamed)
      throws IOException {
    try {
      directory.createLink(name, unnamed);
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      Name own = OwnName.fresh(application);
      directory.createLink(own, unnamed);
      replace(directory, own, name);
    }
  }

  private static void replace(Directory directory, Name own, Name name) throws IOException {
    boolean done = false;
    try {
      directory.rename(own, name);
      done = true;
    } finally {
      if (!done) {
        directory.remove(own);
      }
    }
  }

  /** The same where files cannot be without a name. */
  static OpenFile putByName(
      Directory directory, Application application, Name name, int mode, Bytes content)
      throws IOException {
    while (true) {
      Name own = OwnName.fresh(application);
      OpenFile file = directory.createFile(own, mode);
      boolean done = false;
      try {
        if (file.tryLock() && isNamed(directory, own, file)) {
          file.write(content);
          replace(directory, own, name);
          file.unlock();
          done = true;
          return file;
        } // a sweep was faster
      } finally {
        if (!done) {
          file.close();
        }
      }
    }
  }

  /** Whether a name leads to this very file. */
  static boolean isNamed(Directory directory, Name name, OpenFile file) throws SystemCallException {
    Stat named = directory.statIfExists(name);
    return named != null && named.isSameInode(file.stat());
  }
}
