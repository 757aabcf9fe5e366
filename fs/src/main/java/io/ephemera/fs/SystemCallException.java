// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.errno.Errno;
import java.io.IOException;

/**
 * The kernel refused a system call. Code branches on {@link #call} and {@link #errno}; the message
 * is for users. Has no stack trace, because callers expect many of these.
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
   * A failure that this process foresees, with the errno that the kernel would return.
   *
   * @param subject the name or path that the call is about, immutable; formatted only when a
   *     message is needed
   */
  public SystemCallException(SystemCall call, Object subject, Errno errno) {
    this(call, subject, errno.number());
  }

  /**
   * Returns the result of a system call, or throws if it failed.
   *
   * @param result what the call returned: at least 0, or minus errno
   * @param subject the name or path that the call is about, immutable
   */
  public static int check(int result, SystemCall call, Object subject) throws SystemCallException {
    if (result < 0) {
      throw of(result, call, subject);
    }
    return result;
  }

  /**
   * A system call that failed.
   *
   * @param result what the call returned: minus errno
   */
  static SystemCallException of(int result, SystemCall call, Object subject) {
    return new SystemCallException(call, subject, -result);
  }

  /** As {@link #check(int, SystemCall, Object)}, for a call without a name or path. */
  public static int check(int result, SystemCall call) throws SystemCallException {
    return check(result, call, "");
  }

  /** The same failure, with a path that says more about what the call is about. */
  SystemCallException about(BytePath path) {
    return new SystemCallException(call, path, number);
  }

  @Override
  public String getMessage() {
    String about = subject.toString();
    String reason = errno() == Errno.OTHER ? "error " + number : errno().text();
    return call.text() + (about.isEmpty() ? "" : " " + about) + ": " + reason;
  }

  /** The system call that failed. */
  public SystemCall call() {
    return call;
  }

  /** Why it failed. */
  public Errno errno() {
    return Errno.of(number);
  }

  /** Whether it failed for this reason. */
  public boolean is(Errno errno) {
    return errno() == errno;
  }

  /** Whether it failed for one of two reasons. */
  public boolean is(Errno one, Errno other) {
    return errno() == one || errno() == other;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
