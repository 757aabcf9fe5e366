// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Prints the counts of all crashes as a row of a table, for {@code acceptance/crash}. */
class CrashTable {
  private static final int PROCESSES = Integer.getInteger("ephemera.crash.processes", 1000);

  @Test
  void row() throws Exception {
    Crash.Count count = Crash.of(PROCESSES);
    System.out.printf("| %s |%n", count);
    assertThat(count.isRight()).isTrue();
  }
}
