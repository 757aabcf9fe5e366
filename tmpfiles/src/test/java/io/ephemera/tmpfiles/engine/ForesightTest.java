// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.report.Operation;
import io.ephemera.report.Outcome;
import io.ephemera.report.Step;
import io.ephemera.tmpfiles.engine.ForeseenFates.Kept;
import io.ephemera.tmpfiles.policy.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is foreseen is what a run then does, path by path: at the same time, and later if nothing
 * changes meanwhile. Random trees and lines; locks, sockets, hard links, sticky files, mounts,
 * other owners.
 *
 * <p>{@code -Dephemera.foresight.cases=2000} tries more, {@code -Dephemera.foresight.seed=N}
 * others.
 */
class ForesightTest {
  private static final int BATCH = 50;

  private static final ForesightSurroundings SURROUNDINGS = new ForesightSurroundings();

  @AfterAll
  static void close() {
    SURROUNDINGS.close();
  }

  static LongStream batches() {
    long first = Long.getLong("ephemera.foresight.seed", 1);
    return LongStream.iterate(first, seed -> seed + BATCH)
        .limit(Math.max(1, Integer.getInteger("ephemera.foresight.cases", 200) / BATCH));
  }

  @ParameterizedTest
  @MethodSource("batches")
  void whatIsForeseenIsWhatARunThenDoes(long first) throws IOException {
    List<String> faults = new ArrayList<>();
    for (long seed = first; seed < first + BATCH; seed++) {
      try (ForesightCase one = ForesightCase.of(seed, SURROUNDINGS)) {
        faults.addAll(compare(one));
      }
    }
    assertThat(faults).isEmpty();
  }

  /** The differences between what is foreseen now, and what a run then does. */
  private static List<String> compare(ForesightCase one) throws IOException {
    ForeseenFates fates = one.foresee();
    EngineRun run = one.run();
    Set<String> removed = new TreeSet<>();
    TreeMap<String, String> kept = new TreeMap<>();
    Set<String> refused = new TreeSet<>();
    Set<String> unseen = new TreeSet<>();
    for (Outcome outcome : run.outcomes()) {
      String path = one.below(outcome.step());
      switch (outcome) {
        case Outcome.Done done when isRemoval(done.step()) -> {
          boolean _ = removed.add(path);
        }
        case Outcome.Failed failed when failed.errno().equals("ENOTEMPTY") ->
            kept.put(path, Reason.NOT_EMPTY.text()); // what r cannot remove
        case Outcome.Failed failed when failed.errno().equals("EBUSY") ->
            kept.put(path, Reason.MOUNT_POINT.text());
        case Outcome.Refused _ -> {
          boolean _ = refused.add(path);
        }
        case Outcome.Failed _ -> {
          boolean _ = unseen.add(path);
        }
        case Outcome.Skipped skipped
            when one.isHidden(path) && skipped.reason().equals(Reason.MOUNT_POINT.text()) -> {}
        case Outcome.Skipped skipped when Kept.isComparable(skipped.reason()) ->
            kept.put(path, skipped.reason());
        default -> {}
      }
    }
    kept.keySet().removeAll(removed);
    List<String> faults = new ArrayList<>();
    if (!removed.equals(fates.removedAt(one.then()))) {
      faults.add("removed " + removed + "\nforeseen " + fates.removedAt(one.then()));
    }
    if (one.isNow() && !kept.equals(fates.kept(removed))) {
      faults.add("kept " + kept + "\nforeseen " + fates.kept(removed));
    }
    if (!refused.equals(fates.refused())) {
      faults.add("refused " + refused + "\nforeseen " + fates.refused());
    }
    Set<String> foreseen = fates.failed(); // a pattern may spare the run the look
    foreseen.removeIf(path -> one.isHidden(path) && !unseen.contains(path));
    if (!unseen.equals(foreseen)) {
      faults.add("failed " + unseen + "\nforeseen " + foreseen);
    }
    faults.replaceAll(fault -> one + fault);
    return faults;
  }

  private static boolean isRemoval(Step step) {
    return step.operation() == Operation.REMOVE || step.operation() == Operation.REMOVE_DIRECTORY;
  }
}
