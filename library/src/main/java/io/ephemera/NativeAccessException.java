// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.process.Users;

/**
 * Java was told not to let Ephemera call the C library. The message names the option that permits
 * it.
 */
public final class NativeAccessException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Nothing where native calls work; to be called where the library is entered. */
  static void throwIfDenied() {
    try {
      Users.effectiveUid();
    } catch (IllegalStateException denied) {
      throw new NativeAccessException(denied);
    }
  }

  private NativeAccessException(IllegalStateException denied) {
    super(denied.getMessage(), denied);
  }
}
