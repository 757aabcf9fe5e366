// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A fact cannot be read at all: the checks that ask for it cannot run. */
public final class FactException extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  FactException(String what, IOException why) {
    super(what + ": " + why.getMessage(), why);
  }
}
