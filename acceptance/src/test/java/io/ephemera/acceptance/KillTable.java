// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Prints the counts of all kills as a row of a table, for {@code acceptance/kill}. */
class KillTable {
  private static final int SERVICES = Integer.getInteger("ephemera.kill.services", 500);
  private static final long SEED = Long.getLong("ephemera.kill.seed", System.nanoTime());

  @Test
  void row() throws Exception {
    Kills.Count count = Kills.of(SERVICES, SEED);
    System.out.println(count.row());
    assertThat(count.faults()).isEmpty();
  }
}
