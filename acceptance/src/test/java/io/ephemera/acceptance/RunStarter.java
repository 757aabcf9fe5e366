// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;

/** Starts units with {@code ephemera run --unit}, two at a time. */
final class RunStarter extends UnitStarter {
  private static final int AT_ONCE = 2;

  RunStarter(OracleRoot root) {
    super(root);
  }

  static void assumeThere(OracleRoot root) {
    Run help = root.run(List.of(OracleRoot.PROGRAM, "run", "--help"));
    Assumptions.assumeTrue(help.out().contains("--unit"), "run has no --unit yet");
  }

  @Override
  void start(List<Trial> trials) {
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      trials.forEach(trial -> executor.execute(() -> start(trial)));
    }
    Run sweep = root().run(List.of(OracleRoot.PROGRAM, "sweep"));
    if (sweep.exitCode() != 0) {
      throw new IllegalStateException(sweep.toString());
    }
  }

  private void start(Trial trial) {
    Run run =
        root()
            .run(
                List.of(
                    "env",
                    "LANG=C.UTF-8",
                    "timeout",
                    "--foreground",
                    "60",
                    OracleRoot.PROGRAM,
                    "run",
                    "--unit",
                    trial.unit().path()));
    SortedMap<String, String> facts = trial.observation().facts();
    boolean skipped = run.exitCode() == 0;
    facts.put(Observation.OUTCOME, skipped ? Observation.SKIPPED : Observation.NOT_STARTED);
    facts.put(Observation.EXIT_STATUS, "" + run.exitCode());
    trial.observation().log().append(run.out()).append(run.err());
  }
}
