// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A sweep removes what no process holds, and a new file or directory is not held yet for a moment:
 * what is handed out exists and is held all the same.
 */
class CleanerRaceTest extends TemporaryTestCase {
  private static final int ROUNDS = 500;
  private static final int MOST_ROUNDS = 200_000;

  private final AtomicInteger removed = new AtomicInteger();

  CleanerRaceTest() {
    super(TestFolder.inMemory());
  }

  private interface Round {
    /** Whether what it made was there. */
    boolean make() throws IOException;
  }

  /** Sweeps all the time while something is made again and again. */
  private void race(boolean untilTheSweepWon, Round round) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> sweeping = threads.submit(() -> sweepUntil(over));
      try {
        for (int i = 0; i < ROUNDS || (untilTheSweepWon && removed.get() == 0); i++) {
          assertThat(round.make()).as("round %s", i).isTrue();
          assertThat(i).as("rounds that the sweep never won").isLessThan(MOST_ROUNDS);
        }
      } finally {
        over.set(true);
      }
      assertThat(sweeping.get()).isNull();
    }
  }

  private @Nullable Void sweepUntil(AtomicBoolean over) throws IOException {
    while (!over.get()) {
      Sweeper.Result sweep = Sweeper.sweep(place());
      removed.addAndGet(sweep.removed().size());
      assertThat(sweep.failed()).isEmpty();
    }
    return null;
  }

  @Test
  void returnedFileExistsDespiteASweep() throws Exception {
    race(
        true,
        () -> {
          try (TemporaryFile file = TemporaryFile.named(place())) {
            return Files.exists(file.path()) && isLocked(file.path());
          }
        });
    assertThat(names()).isEmpty();
  }

  @Test
  void returnedDirectoryExistsDespiteASweep() throws Exception {
    race(
        false,
        () -> {
          try (TemporaryDirectory directory = TemporaryDirectory.create(place())) {
            return Files.exists(directory.path()) && isLocked(directory.path());
          }
        });
    assertThat(names()).isEmpty();
  }

  @Test
  void sweepNeverRemovesAFileBeingPublished() throws Exception {
    race(
        false,
        () -> {
          try (PendingFile pending = TemporaryFile.replacing(place(), "target")) {
            pending.publish();
            return Files.exists(path("target"));
          }
        });
    assertThat(removed).hasValue(0);
    assertThat(names()).containsExactly("target");
  }
}
