// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Prints the counts of a campaign as a row of a table, for {@code acceptance/oracle}. */
class OracleTable {
  private static final int UNITS = Integer.getInteger("ephemera.oracle.units", 500);
  private static final long SEED = Long.getLong("ephemera.oracle.seed", System.nanoTime());

  @Test
  void row() throws Exception {
    try (OracleRoot root = OracleRoot.boot()) {
      OracleCampaign.Count count = OracleCampaign.of(root, UNITS, SEED);
      System.out.println(count.row());
      assertThat(count.faults()).isEmpty();
    }
  }
}
