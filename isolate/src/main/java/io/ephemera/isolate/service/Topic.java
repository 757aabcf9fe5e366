// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.units.syntax.Assignment;
import java.io.IOException;

/** Understands directives that belong together. Is given the assignments in order of effect. */
interface Topic {
  /** Takes an assignment of its own; false if it belongs to another topic. */
  boolean take(Assignment assignment);

  /**
   * Declares what the assignments say, once all are known.
   *
   * @throws IOException if it cannot be done, or a file that is named cannot be read
   */
  void addTo(DeclarationBuilder builder) throws IOException;
}
