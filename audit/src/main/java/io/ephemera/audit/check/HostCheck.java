// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import java.io.IOException;

/** A check that asks for facts. */
non-sealed interface HostCheck extends Check {
  /**
   * Adds what it finds.
   *
   * @throws IOException if it cannot find out
   */
  void run(Facts facts, Findings findings) throws IOException;
}
