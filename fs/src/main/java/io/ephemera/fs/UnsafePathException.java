// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/**
 * We said no: the path leads through something that a stranger controls, or something changed under
 * our hands.
 *
 * <p>Never folded into {@link SystemCallException}: this one means that an attack or an unsafe
 * layout was found.
 */
public final class UnsafePathException extends IOException {
  private static final long serialVersionUID = 1;

  /** A refusal with its reason in words. */
  public UnsafePathException(String reason) {
    super(reason);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
