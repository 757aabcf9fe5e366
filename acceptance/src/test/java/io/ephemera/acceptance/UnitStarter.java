// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts units in a root whose files are there, and collects what their commands find. */
abstract class UnitStarter {
  private static final String CLEAN =
      """
      find /run /var/lib /var/cache /var/log /etc /srv /srv/out /mnt /tmp /var/tmp -xdev -mindepth 1 -maxdepth 1 \\
        -name '*o[0-9][0-9][0-9][0-9][0-9]*' -exec rm -rf --one-file-system {} +
      rm -f /var/oracle/*
      """;

  private final OracleRoot root;

  UnitStarter(OracleRoot root) {
    this.root = root;
  }

  OracleRoot root() {
    return root;
  }

  /**
   * A unit and what became of it.
   *
   * @param observation is added to
   */
  record Trial(OracleUnit unit, Observation observation) {}

  /** Starts all units and waits for their end. */
  abstract void start(List<Trial> trials);

  /** Starts units; nothing is left of them afterwards. */
  final List<Trial> observe(List<OracleUnit> units) throws IOException {
    List<Trial> trials = units.stream().map(unit -> new Trial(unit, new Observation())).toList();
    String prepare = units.stream().map(OracleUnit::prepare).collect(Collectors.joining());
    root.script(prepare, List.of());
    start(trials);
    for (Trial trial : trials) {
      collect(trial.unit().tag(), trial.observation());
      if (trial.observation().hasFactsOf("start")) {
        trial.observation().facts().put(Observation.OUTCOME, Observation.RAN);
      }
    }
    collectRest(trials);
    root.script(CLEAN, List.of());
    return trials;
  }

  private void collect(String tag, Observation observation) throws IOException {
    try (Stream<Path> results = Files.list(root.seen(OracleRoot.RESULTS))) {
      for (Path result : results.toList()) {
        String name = result.getFileName().toString();
        if (name.startsWith(tag + ".")) {
          String phase = name.substring(tag.length() + 1);
          observation.add(phase + ": ", Files.readString(result, StandardCharsets.US_ASCII));
        }
      }
    }
  }

  private void collectRest(List<Trial> trials) {
    Map<String, Observation> byTag = new HashMap<>();
    trials.forEach(trial -> byTag.put(trial.unit().tag(), trial.observation()));
    root.script("perl " + OracleRoot.PROBE + " --after \"$@\"", List.copyOf(byTag.keySet()))
        .lines()
        .forEach(line -> {
          int tab = line.indexOf('\t');
          String tag = line.substring(0, tab);
          Objects.requireNonNull(byTag.get(tag)).add("", line.substring(tab + 1));
        });
  }
}
