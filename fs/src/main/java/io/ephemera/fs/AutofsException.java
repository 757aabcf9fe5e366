// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/**
 * The path leads below an automount point, autofs(5), on which nothing is mounted yet: opening it
 * would mount something. Has no stack trace.
 */
public final class AutofsException extends IOException {
  private static final long serialVersionUID = 1;

  AutofsException(String path) {
    super(path + " is an automount point");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
