// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

/** An invalid command line. The message says what is wrong with it. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  /** An invalid command line. */
  public UsageException(String message) {
    super(message, null, false, false);
  }

  /** Throws one with this message unless the command line is valid. */
  public static void require(boolean isValid, String message) throws UsageException {
    if (!isValid) {
      throw new UsageException(message);
    }
  }
}
