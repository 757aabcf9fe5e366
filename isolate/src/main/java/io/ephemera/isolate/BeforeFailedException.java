// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.Bytes;
import java.io.IOException;

/** A command that comes before failed: the command is not run. */
public final class BeforeFailedException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  BeforeFailedException(Bytes command, int status) {
    super(command + ", which comes before, ended with " + status + "; the command was not run");
    this.status = status;
  }

  /** Its exit status, 1 to 255. */
  public int status() {
    return status;
  }
}
