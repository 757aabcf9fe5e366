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
  private final transient Object subject;
  private final int number;

  /**
   * The kernel said no.
   *
   * @param subject what it was about, immutable: put into words only when somebody asks
   */
  SystemCallException(String operation, Object subject, int number) {
    this.operation = operation;
    this.subject = subject;
    this.number = number;
  }

  @Override
  public String getMessage() {
    String about = subject.toString();
    String reason = errno() == Errno.OTHER ? "error " + number : errno().text();
    return operation + (about.isEmpty() ? "" : " " + about) + ": " + reason;
  }

  /** What was tried, in words: {@code create directory}. */
  public String operation() {
    return operation;
  }

  /** The kernel's reason. */
  public Errno errno() {
    return Errno.of(number);
  }

  /** Whether the kernel's reason is this one. */
  public boolean is(Errno one) {
    return errno() == one;
  }

  /** Whether the kernel's reason is one of these two. */
  public boolean is(Errno one, Errno other) {
    return errno() == one || errno() == other;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
