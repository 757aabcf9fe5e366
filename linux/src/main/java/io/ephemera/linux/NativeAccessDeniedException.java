// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

/**
 * Java was told not to let this module call native functions ({@code --illegal-native-access=deny}
 * without the flag that permits it).
 *
 * <p>The message names the exact flag.
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
