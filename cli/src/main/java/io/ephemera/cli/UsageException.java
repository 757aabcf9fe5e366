// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

/** A command line that means nothing. The message says what is wrong with it. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message, null, false, false);
  }
}
