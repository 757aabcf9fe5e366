// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Prints the counts of all races as rows of a table, for {@code acceptance/race}. */
class RaceTable {
  private static final int ROUNDS = Integer.getInteger("ephemera.race.rounds", 1000);
  private static final int FRESH = Integer.getInteger("ephemera.race.fresh", 20);
  private static final int PROCESSES = Integer.getInteger("ephemera.race.processes", 50);

  @Test
  void rows() throws Exception {
    Race.Count longLived = Race.ofLongLived(PROCESSES, ROUNDS);
    System.out.printf("| long-lived | %d | %s |%n", PROCESSES, longLived);
    Race.Count fresh = Race.ofFresh(PROCESSES, FRESH);
    System.out.printf("| fresh | %d | %s |%n", PROCESSES, fresh);
    assertThat(longLived.isRight()).isTrue();
    assertThat(fresh.isRight()).isTrue();
  }
}
