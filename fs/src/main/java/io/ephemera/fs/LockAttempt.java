// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.errno.Errno;
import io.ephemera.linux.errno.Feature;

/** The answer to an attempt to take a BSD lock, flock(2). */
public enum LockAttempt {
  /** The handle holds the lock. */
  TAKEN,

  /** Another handle holds a lock that excludes this one. */
  BUSY,

  /** Nothing holds a lock, and this handle cannot: the file system has no locks, or not for it. */
  UNSUPPORTED;

  static LockAttempt of(int result) throws SystemCallException {
    if (Errno.EAGAIN.isReasonOf(result)) {
      return BUSY;
    }
    if (Feature.LOCKS.isMissing(result)) {
      return UNSUPPORTED;
    }
    SystemCallException.check(result, SystemCall.LOCK);
    return TAKEN;
  }
}
