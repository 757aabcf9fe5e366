// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.tmpfiles.policy.CleaningPolicy;
import io.ephemera.tmpfiles.policy.LinePolicy;
import io.ephemera.tmpfiles.policy.Verdict;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Removes files that no process has locked; a dry run only looks for the lock. Thread-safe. */
final class Unlinker {
  private final CleaningPolicy policy;
  private final boolean dryRun;

  Unlinker(CleaningPolicy policy, boolean dryRun) {
    this.policy = policy;
    this.dryRun = dryRun;
  }

  /**
   * Removes anything but a directory unless it is locked. That it does not exist any more is no
   * failure.
   */
  Verdict remove(LinePolicy line, Directory directory, Name name, Stat stat) throws IOException {
    if (!policy.hasOtherNames(stat)) {
      return removeName(line, directory, name, stat);
    }
    // A lock belongs to the file: threads at two of its names must not find each other's.
    synchronized (this) {
      policy.rememberTimes(stat);
      return removeName(line, directory, name, stat);
    }
  }

  private Verdict removeName(LinePolicy line, Directory directory, Name name, Stat stat)
      throws IOException {
    try (OpenFile file = openForLock(directory, name, stat)) {
      Verdict verdict = file == null ? line.ofUnlockable() : line.ofOpened(file);
      if (!dryRun && verdict instanceof Verdict.Removed) {
        unlink(directory, name);
      }
      return verdict;
    }
  }

  private static void unlink(Directory directory, Name name) throws SystemCallException {
    try {
      directory.remove(name);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) { // another process was faster
        throw e;
      }
    }
  }

  /** The file, open so that its lock can be tried; null if it cannot be opened. */
  private static @Nullable OpenFile openForLock(Directory directory, Name name, Stat stat) {
    if (!stat.isRegular() && stat.type() != FileType.FIFO) {
      return null;
    }
    try {
      return directory.openFile(name);
    } catch (SystemCallException e) {
      return null;
    }
  }
}
