// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Starts units with systemctl(1), all at once. */
final class SystemdStarter extends UnitStarter {

  /** The target keeps systemd from forgetting what became of a unit. */
  private static final String START =
      """
      {
        echo [Unit]
        for unit; do
          echo "After=$unit"
        done
      } >/run/systemd/system/oracle-keep.target
      systemctl daemon-reload
      systemctl start oracle-keep.target
      systemctl show -p Id -p LoadState "$@" | awk -F= '/^Id=/ { id = $2 } /^LoadState=loaded/ { print id }' >/run/good
      xargs -r -d '\\n' systemctl start </run/good >/dev/null 2>&1 || true
      while systemctl show -P ActiveState "$@" | grep -Eq '^(active|activating|deactivating|reloading)'; do
        sleep 0.02
      done
      n=0
      while ls -d /tmp/systemd-private-*-o[0-9]* /var/tmp/systemd-private-*-o[0-9]* >/dev/null 2>&1 && [ $((n += 1)) -lt 100 ]; do
        sleep 0.02
      done
      systemctl show -p Id -p LoadState -p ConditionResult -p AssertResult -p ExecMainStatus -p Result "$@"
      """;

  SystemdStarter(OracleRoot root) {
    super(root);
  }

  @Override
  void start(List<Trial> trials) {
    List<String> names = trials.stream().map(trial -> trial.unit().name()).toList();
    Map<String, Map<String, String>> properties = new HashMap<>();
    for (String block : root().script(START, names).split("\n\n", -1)) {
      Map<String, String> values =
          block
              .lines()
              .map(line -> line.split("=", 2))
              .collect(Collectors.toMap(line -> line[0], line -> line[1]));
      properties.put(values.getOrDefault("Id", ""), values);
    }
    List<String> journal =
        root()
            .script("journalctl -q -b -o cat --cursor-file=/run/cursor", List.of())
            .lines()
            .toList();
    for (Trial trial : trials) {
      Map<String, String> values =
          Objects.requireNonNull(properties.get(trial.unit().name()), trial.unit().name());
      SortedMap<String, String> facts = trial.observation().facts();
      facts.put(Observation.OUTCOME, outcome(values));
      facts.put(Observation.EXIT_STATUS, values.getOrDefault("ExecMainStatus", ""));
      journal.stream()
          .filter(line -> line.contains(trial.unit().tag()) && !line.contains("pids.max"))
          .forEach(line -> trial.observation().log().append(line).append('\n'));
    }
  }

  private static String outcome(Map<String, String> values) {
    boolean skipped =
        "loaded".equals(values.get("LoadState")) && "no".equals(values.get("ConditionResult"));
    return skipped ? Observation.SKIPPED : Observation.NOT_STARTED;
  }
}
