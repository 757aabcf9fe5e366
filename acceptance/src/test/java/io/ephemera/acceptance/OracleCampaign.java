// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.acceptance.UnitStarter.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Starts random units under systemd and with {@code run --unit}, and compares what they find. */
final class OracleCampaign {
  private static final int AT_ONCE = 50;

  private final OracleRoot root;
  private int ran;
  private int meant;
  private final List<String> faults = new ArrayList<>();

  private OracleCampaign(OracleRoot root) {
    this.root = root;
  }

  /**
   * The counts of a campaign.
   *
   * @param ran units whose command was run by systemd
   * @param meant units with differences that are meant, and no others
   * @param faults units with other differences, and these
   */
  record Count(long seed, int units, int ran, int meant, List<String> faults) {
    String row() {
      return "| %d | %d | %d | %d | %d |".formatted(units, ran, meant, faults.size(), seed);
    }
  }

  /** Compares the units of so many seeds from this one. */
  static Count of(OracleRoot root, int units, long seed) throws IOException {
    OracleCampaign campaign = new OracleCampaign(root);
    for (int first = 0; first < units; first += AT_ONCE) {
      long end = seed + Math.min(units, first + AT_ONCE);
      campaign.compare(LongStream.range(seed + first, end).mapToObj(UnitGenerator::of).toList());
    }
    return new Count(seed, units, campaign.ran, campaign.meant, campaign.faults);
  }

  private void compare(List<OracleUnit> units) throws IOException {
    write(root, units);
    List<Trial> theirs = new SystemdStarter(root).observe(units);
    List<Trial> ours = new RunStarter(root).observe(units);
    remove(root);
    for (int i = 0; i < units.size(); i++) {
      Comparison comparison =
          new Comparison(units.get(i), theirs.get(i).observation(), ours.get(i).observation());
      ran += comparison.systemd().get(Observation.OUTCOME).equals(Observation.RAN) ? 1 : 0;
      if (!comparison.faults().isEmpty()) {
        faults.add(comparison.text());
      } else if (comparison.systemd().differs(comparison.ephemera())) {
        meant++;
      }
    }
  }

  /** Writes the files of units. */
  static void write(OracleRoot root, List<OracleUnit> units) throws IOException {
    for (OracleUnit unit : units) {
      for (Map.Entry<String, String> file : unit.files().entrySet()) {
        root.write(file.getKey(), file.getValue());
      }
      for (Map.Entry<String, String> link : unit.links().entrySet()) {
        Path path = root.seen(link.getKey());
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, Path.of(link.getValue()));
      }
    }
  }

  /** Removes the files of all units. */
  static void remove(OracleRoot root) {
    root.script(
        """
        rm -rf /run/systemd/system/o[0-9]* /etc/systemd/system/o[0-9]* /opt/oracle/o[0-9]*
        rm -rf /run/systemd/inaccessible/dir/o[0-9]*
        systemctl reset-failed
        """,
        List.of());
  }
}
