// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;

/**
 * The BSD locks, flock(2), that keep cleaners and sweeps away from what a running process created.
 * On a file system without locks everything works unlocked, and a warning says so.
 */
final class CleanerLock {
  private CleanerLock() {}

  /** Locks a new file; false if a cleaner was faster, which then removes the file. */
  static boolean tryLock(OpenFile created) throws SystemCallException {
    LockAttempt attempt = created.attemptLock();
    warnIfUnsupported(attempt, created);
    return attempt != LockAttempt.BUSY;
  }

  /** Locks a new directory; waits while a cleaner examines it. */
  static void lock(Directory created) throws SystemCallException {
    warnIfUnsupported(created.lockShared(), created);
  }

  private static void warnIfUnsupported(LockAttempt attempt, Handle created)
      throws SystemCallException {
    if (attempt == LockAttempt.UNSUPPORTED) {
      Warnings.once(
          "the file system of "
              + created.realPath().parent()
              + " has no locks, flock(2): temporary files there are not locked, and a cleaner cannot see"
              + " whether they are in use");
    }
  }
}
