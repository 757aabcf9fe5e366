// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.errno.Errno;
import java.io.IOException;

/**
 * The kernel refused a system call. Carries what was asked and the errno; has no stack trace,
 * because callers expect many of them.
 */
public final class SystemCallException extends IOException {
  private static final long serialVersionUID = 1;

  private final SystemCall call;
  private final transient Object subject;
  private final int number;

  private SystemCallException(SystemCall call, Object subject, int number) {
    this.call = call;
    this.subject = subject;
    this.number = number;
  }

  /**
   * A refusal that this process foresees or derives, with the errno that the kernel would give.
   *
   * @param subject what the call is about, immutable: turned into words only when they are needed
   */
  public SystemCallException(SystemCall call, Object subject, Errno errno) {
    this(call, subject, errno.number());
  }

  /**
   * The result of a call, or the exception that says why there is none.
   *
   * @param result what the call returned: at least 0, or minus errno
   * @param subject what the call is about, immutable
   */
  public static int check(int result, SystemCall call, Object subject) throws SystemCallException {
    if (result < 0) {
      throw new SystemCallException(call, subject, -result);
    }
    return result;
  }

  /** As {@link #check(int, SystemCall, Object)}, for a call about nothing with a name. */
  public static int check(int result, SystemCall call) throws SystemCallException {
    return check(result, call, "");
  }

  @Override
  public String getMessage() {
    String about = subject.toString();
    String reason = errno() == Errno.OTHER ? "error " + number : errno().text();
    return call.text() + (about.isEmpty() ? "" : " " + about) + ": " + reason;
  }

  /** What was asked of the kernel. */
  public SystemCall call() {
    return call;
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
