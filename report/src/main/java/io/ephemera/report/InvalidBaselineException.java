// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.io.IOException;

/** A text is not a baseline. The message says where and why. */
public final class InvalidBaselineException extends IOException {
  private static final long serialVersionUID = 1;

  InvalidBaselineException(String message) {
    super(message);
  }
}
