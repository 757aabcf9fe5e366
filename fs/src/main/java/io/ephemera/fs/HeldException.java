// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/** Something was kept because it is in use. Has no stack trace. */
public final class HeldException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient BytePath path;

  private HeldException(BytePath path, String reason) {
    super(reason);
    this.path = path;
  }

  static HeldException locked(BytePath path) {
    return new HeldException(path, "a running process holds a lock on it, flock(2)");
  }

  static HeldException mounted(BytePath path) {
    return new HeldException(path, "something is mounted on it");
  }

  /** The path of what is in use. */
  public BytePath path() {
    return path;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
