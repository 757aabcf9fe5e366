// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import java.io.IOException;

/** A check that looks at every entry of the temporary places. Thread-safe. */
non-sealed interface EntryCheck extends Check {
  /** Asks for the facts that it needs, before the first entry. */
  default void begin(Facts facts) throws IOException {}

  /**
   * Looks at an entry; called by several threads. For millions of entries: decides by {@link
   * Sighting#stat} first.
   *
   * @throws IOException if it cannot find out
   */
  void look(Sighting seen, Facts facts, Findings findings) throws IOException;

  /** Adds what it finds when all entries were seen. */
  default void end(Facts facts, Findings findings) throws IOException {}
}
