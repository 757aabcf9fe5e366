// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/** Something was kept because it is in use. Has no stack trace. */
public final class HeldException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient BytePath path;
  private final boolean mounted;

  private HeldException(BytePath path, String reason, boolean mounted) {
    super(reason);
    this.path = path;
    this.mounted = mounted;
  }

  static HeldException locked(BytePath path) {
    return new HeldException(path, "a running process holds a lock on it, flock(2)", false);
  }

  static HeldException mounted(BytePath path) {
    return new HeldException(path, "something is mounted on it", true);
  }

  /** Something is mounted on a file, which therefore cannot be replaced. */
  public static HeldException mountedFile(BytePath path) {
    return new HeldException(
        path,
        "something is mounted on it, so it cannot be replaced; mount its directory instead",
        true);
  }

  /** Whether it is in use because something is mounted on it. */
  public boolean isMountPoint() {
    return mounted;
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
