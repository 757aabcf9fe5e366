// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestUser;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fiftieth of {@code acceptance/attack}: another user renames and links files as fast as
 * possible, while the engine repeats operations.
 */
class AttackCountsTest {
  private static final int OPERATIONS = 2000;
  private static final int MOST_UNGUARDED = 1_000_000;

  @BeforeAll
  static void needsRoot() {
    Assumptions.assumeTrue(
        TestUser.isRoot() && TestUser.mayMount(),
        "needs root that may mount: the attacker is another user in private mounts");
  }

  static List<Attack> attacks() {
    return Attacks.all();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void noFileOutsideIsTouched(Attack attack) throws Exception {
    AttackCampaign.Count count = new AttackCampaign(attack).inProcess(attack.part(OPERATIONS));

    assertThat(count.touched()).as(count.differences()).isZero();
    assertThat(count.moved()).as("operations during which the attacker moved").isPositive();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void theSameAttackSucceedsAgainstAnUnguardedWalk(Attack attack) throws Exception {
    assertThat(new AttackCampaign(attack).breakUnguarded(MOST_UNGUARDED)).isPositive();
  }
}
