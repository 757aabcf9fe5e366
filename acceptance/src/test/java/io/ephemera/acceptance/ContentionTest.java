// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs a tenth of {@code acceptance/race}. */
class ContentionTest {
  private static final int PROCESSES = 50;

  @Test
  void exactlyOneOfManyProcessesHoldsTheLockAndTheSocket() throws Exception {
    Race.Count count = Race.ofLongLived(PROCESSES, 100);

    assertThat(count.isRight()).as("%s", count).isTrue();
    assertThat(count.rounds).isEqualTo(100);
  }

  @Test
  void exactlyOneOfManyNewProcessesHoldsThem() throws Exception {
    Race.Count count = Race.ofFresh(PROCESSES, 2);

    assertThat(count.isRight()).as("%s", count).isTrue();
    assertThat(count.rounds).isEqualTo(2);
  }
}
