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
 * A fiftieth of what {@code acceptance/attack} does: another user moves things about as fast as he
 * can, while operations are repeated through the engine.
 */
class AttackCountsTest {
  private static final int OPERATIONS = 2000;
  private static final int MOST_UNGUARDED = 1_000_000;

  @BeforeAll
  static void needsRoot() {
    Assumptions.assumeTrue(
        TestUser.isRoot() && TestUser.mayMount(),
        "needs root that may mount: the attacker is another user, in mounts of his own");
  }

  static List<Attack> attacks() {
    return Attacks.all();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void nothingOutsideIsTouched(Attack attack) throws Exception {
    AttackCampaign.Count count = new AttackCampaign(attack).inProcess(attack.part(OPERATIONS));

    assertThat(count.touched()).as(count.differences()).isZero();
    assertThat(count.moved()).as("operations during which the attacker moved").isPositive();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void theSameAttackLeadsAWalkWithoutAGuardAstray(Attack attack) throws Exception {
    assertThat(new AttackCampaign(attack).breakUnguarded(MOST_UNGUARDED)).isPositive();
  }
}
