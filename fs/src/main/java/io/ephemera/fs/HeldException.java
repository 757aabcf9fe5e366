// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/** Something was left where it is because somebody still uses it. Has no stack trace. */
public final class HeldException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient BytePath path;

  HeldException(BytePath path, String how) {
    super(how);
    this.path = path;
  }

  static HeldException locked(BytePath path) {
    return new HeldException(path, "a process that is alive holds a lock on it, flock(2)");
  }

  /** What is held. */
  public BytePath path() {
    return path;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
