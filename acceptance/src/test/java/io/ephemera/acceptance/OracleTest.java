// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ephemera.acceptance.Observation.Difference;
import io.ephemera.acceptance.UnitStarter.Trial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Runs a tenth of {@code acceptance/oracle}, and shows that what it compares neither changes by
 * itself nor hides a change.
 */
class OracleTest {
  /** The same units each time; acceptance/oracle makes others. */
  private static final long SEED = Long.getLong("ephemera.oracle.seed", 1);

  private static final int UNITS = Integer.getInteger("ephemera.oracle.units", 50);
  private static final String NEW_EACH_TIME =
      ".*: variable (INVOCATION_ID|SYSTEMD_EXEC_PID|JOURNAL_STREAM)";

  private static OracleRoot root;

  @BeforeAll
  static void boot() throws IOException {
    root = OracleRoot.boot();
  }

  @AfterAll
  static void close() {
    if (root != null) {
      root.close();
    }
  }

  @Test
  void unitsFindWhatTheyFindUnderSystemd() throws Exception {
    RunStarter.assumeThere(root);
    OracleCampaign.Count count = OracleCampaign.of(root, UNITS, SEED);

    assertThat(count.faults()).as(count.row()).isEmpty();
    assertThat(count.ran()).as(count.row()).isGreaterThan(UNITS / 2);
  }

  @Test
  void secondStartUnderSystemdFindsTheSame() throws Exception {
    List<OracleUnit> units = units();
    SystemdStarter systemd = new SystemdStarter(root);
    OracleCampaign.write(root, units);

    List<Trial> first = systemd.observe(units);
    List<Trial> second = systemd.observe(units);
    OracleCampaign.remove(root);

    List<String> differing = new ArrayList<>();
    for (int i = 0; i < units.size(); i++) {
      Observation one = first.get(i).observation();
      Observation two = second.get(i).observation();
      List<Difference> differences =
          one.differences(two).stream().filter(OracleTest::isNotNewEachTime).toList();
      if (!differences.isEmpty()) {
        differing.add(units.get(i) + "--- differences\n" + differences);
      }
    }
    assertThat(differing).isEmpty();
  }

  private static boolean isNotNewEachTime(Difference difference) {
    return !difference.key().matches(NEW_EACH_TIME);
  }

  @Test
  void anotherDirectiveIsAFault() throws Exception {
    List<OracleUnit> units = units();
    SystemdStarter systemd = new SystemdStarter(root);
    OracleCampaign.write(root, units);

    List<Trial> first = systemd.observe(units);
    for (OracleUnit unit : units) {
      root.write(OracleUnit.FOLDER + unit.name() + ".d/zz.conf", "[Service]\nUMask=0123\n");
    }
    List<Trial> second = systemd.observe(units);
    OracleCampaign.remove(root);

    for (int i = 0; i < units.size(); i++) {
      Observation one = first.get(i).observation();
      if (one.get(Observation.OUTCOME).equals(Observation.RAN)) {
        Comparison comparison = new Comparison(units.get(i), one, second.get(i).observation());
        assertThat(comparison.faults())
            .extracting(Difference::key, Difference::ephemera)
            .contains(tuple("start: status Umask", "0123"));
      }
    }
  }

  private static List<OracleUnit> units() {
    return LongStream.range(SEED, SEED + UNITS).mapToObj(UnitGenerator::of).toList();
  }
}
