// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import java.io.IOException;

/** The name of a file is not the name of a unit. */
public final class InvalidUnitNameException extends IOException {
  private static final long serialVersionUID = 1;

  InvalidUnitNameException(String message) {
    super(message);
  }
}
