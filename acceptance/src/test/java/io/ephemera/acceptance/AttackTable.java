// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All attacks in full number, on Ephemera and systemd-tmpfiles(8), as rows of a table. For {@code
 * acceptance/attack}, not for every run of the tests.
 */
class AttackTable {
  private static final int OPERATIONS = Integer.getInteger("ephemera.attack.operations", 100_000);
  private static final int RUNS = Integer.getInteger("ephemera.attack.runs", 200);
  private static final String ONLY = System.getProperty("ephemera.attack.only", "");
  private static final int MOST_UNGUARDED = 1_000_000;

  static List<Attack> attacks() {
    return Attacks.all().stream().filter(attack -> attack.name().contains(ONLY)).toList();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void row(Attack attack) throws Exception {
    AttackCampaign campaign = new AttackCampaign(attack);
    AttackCampaign.Count engine = campaign.inProcess(attack.part(OPERATIONS));
    AttackCampaign.Count ours = campaign.wholeProcess(program(), RUNS);
    AttackCampaign.Count theirs =
        campaign.wholeProcess(List.of(Peers.systemdTmpfiles().toString()), RUNS);
    int unguarded = campaign.breakUnguarded(MOST_UNGUARDED);

    System.out.printf(
        "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %d | %s | %d | %s | %s | %s |%n",
        attack.name(),
        engine.operations(),
        engine.moves(),
        engine.movesPerSecond(),
        engine.moved(),
        engine.refused(),
        engine.landed(),
        engine.touched(),
        of(ours.refused(), ours),
        ours.touched(),
        of(theirs.refused() + theirs.hung(), theirs),
        theirs.touched() + (theirs.touched() > 0 ? " in " + theirs.harmed() + " runs" : ""),
        unguarded < 0 ? "no" : "yes, try " + unguarded);
    assertThat(engine.touched()).as(engine.differences()).isZero();
    assertThat(ours.touched()).as(ours.differences()).isZero();
    assertThat(unguarded).isPositive();
  }

  private static String of(int some, AttackCampaign.Count count) {
    return some + " of " + count.operations();
  }

  private static List<String> program() {
    Path launcher = Checkout.file("ephemera");
    return List.of(launcher.toString(), "tmpfiles");
  }
}
