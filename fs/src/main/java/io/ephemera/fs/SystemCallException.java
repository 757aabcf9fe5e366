// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/**
 * The kernel said no. Carries what was tried and the errno; has no stack trace, because callers
 * expect many of them.
 */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1;

  private final String operation;
  private final Errno errno;

  SystemCallException(String operation, String name, int number) {
    super(operation + (name.isEmpty() ? "" : " " + name) + ": " + text(number));
    this.operation = operation;
    this.errno = Errno.of(number);
  }

  private static String text(int number) {
    Errno errno = Errno.of(number);
    return errno == Errno.OTHER ? "error " + number : errno.text();
  }

  /** What was tried, in words: {@code create directory}. */
  public String operation() {
    return operation;
  }

  /** The kernel's reason. */
  public Errno errno() {
    return errno;
  }

  /** Whether the kernel's reason is this one. */
  public boolean is(Errno one) {
    return errno == one;
  }

  /** Whether the kernel's reason is one of these two. */
  public boolean is(Errno one, Errno other) {
    return errno == one || errno == other;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
