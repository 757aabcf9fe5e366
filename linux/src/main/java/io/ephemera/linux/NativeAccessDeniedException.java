// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

/**
 * This module may not call native functions: Java was started with {@code
 * --illegal-native-access=deny} and without the flag that permits it. The message names the flag.
 */
public final class NativeAccessDeniedException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  NativeAccessDeniedException() {
    super(
        "native access is denied to Ephemera: start java with --enable-native-access="
            + (Native.class.getModule().isNamed()
                ? Native.class.getModule().getName()
                : "ALL-UNNAMED"));
  }
}
