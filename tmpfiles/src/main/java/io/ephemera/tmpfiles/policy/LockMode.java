// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.fs.Handle;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.SystemCallException;

/** How cleaning asks for the BSD lock, flock(2), of what it is about to remove. */
public enum LockMode {
  /** Holds the lock until the handle is closed, so that no process can take it meanwhile. */
  HOLD,

  /**
   * Releases the lock at once: for a dry run. flock(2) cannot test a lock without taking it, and a
   * shared lock would not find those that other processes share.
   */
  PROBE;

  /**
   * Whether no process holds a lock, or none can because the file system has no locks; the handle
   * must be open for reading.
   */
  boolean tryLock(Handle opened) throws SystemCallException {
    boolean free = opened.attemptLock() != LockAttempt.BUSY;
    if (free && this == PROBE) {
      opened.unlock();
    }
    return free;
  }
}
