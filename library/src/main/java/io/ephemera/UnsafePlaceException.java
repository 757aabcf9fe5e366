// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;

/**
 * A place was refused because somebody else could reach, claim or change what is put there: an
 * attack, or a layout that invites one. The message says who and what to do.
 *
 * <p>Never used for what the kernel refuses.
 */
public final class UnsafePlaceException extends IOException {
  private static final long serialVersionUID = 1;

  UnsafePlaceException(String message) {
    super(message);
  }
}
