// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs a tenth of {@code acceptance/kill}. */
class KillTest {
  @Test
  void nextCleaningRemovesWhatKilledRunsLeftAndNothingOfLivingOnes() throws Exception {
    Kills.Count count = Kills.of(50, System.nanoTime());

    assertThat(count.faults()).as("%s", count).isEmpty();
    assertThat(count.killedInSetUp()).as("%s", count).isPositive();
    assertThat(count.living()).as("%s", count).isPositive();
    assertThat(count.dead()).as("%s", count).isPositive();
  }
}
