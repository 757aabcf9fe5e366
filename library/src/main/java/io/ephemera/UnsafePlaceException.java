// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;

/**
 * A place was refused because another user could enter, claim or change it: an attack, or a layout
 * that allows one. The message names the cause and says what to do.
 *
 * <p>Never thrown for what the kernel refuses.
 */
public final class UnsafePlaceException extends IOException {
  private static final long serialVersionUID = 1;

  UnsafePlaceException(String message) {
    super(message);
  }
}
