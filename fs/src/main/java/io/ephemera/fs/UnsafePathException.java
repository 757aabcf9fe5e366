// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/**
 * A refusal of our own: another user could redirect the path, or something was exchanged during the
 * operation.
 *
 * <p>Not a {@link SystemCallException}: this one means an attack or an unsafe layout, that one a
 * failure. Has no stack trace.
 */
public final class UnsafePathException extends IOException {
  private static final long serialVersionUID = 1;

  /** A refusal for a reason, for users. */
  public UnsafePathException(String reason) {
    super(reason);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
