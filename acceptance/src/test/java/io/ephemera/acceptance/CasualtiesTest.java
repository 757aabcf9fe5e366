// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs a tenth of {@code acceptance/crash}. */
class CasualtiesTest {
  @Test
  void nextStartTakesOverWhatKilledProcessesLeft() throws Exception {
    Crash.Count count = Crash.of(100);

    assertThat(count.isRight()).as("%s", count).isTrue();
    assertThat(count.killed).isEqualTo(100);
    assertThat(count.reads).isPositive();
  }
}
