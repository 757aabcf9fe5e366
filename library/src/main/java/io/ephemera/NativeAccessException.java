// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.process.Users;

/**
 * The Java virtual machine does not allow this library to call native code. The message names the
 * option that allows it: {@code --enable-native-access=io.ephemera} on the module path, {@code
 * --enable-native-access=ALL-UNNAMED} on the class path.
 */
public final class NativeAccessException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** To be called by every entry point of the library, before the first native call. */
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
