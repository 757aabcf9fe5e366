// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A look that does not end delays a pass, but does not stop it. */
class ProcessPassTest {
  private static final int[] PIDS = IntStream.range(0, 100).toArray();
  private static final Duration SHORT = Duration.ofMillis(100);

  @Test
  void resultsAreInTheOrderOfTheProcesses() {
    List<@Nullable Integer> results =
        ProcessPass.over(PIDS, () -> (pid, progress) -> 2 * pid, ProcessPass.PATIENCE);
    assertThat(results).isEqualTo(IntStream.of(PIDS).mapToObj(pid -> 2 * pid).toList());
  }

  @Test
  void looksWithoutProgressAreLeftBehind() {
    CountDownLatch end = new CountDownLatch(1);
    try {
      List<@Nullable Integer> results =
          ProcessPass.over(
              PIDS,
              () ->
                  (pid, progress) -> {
                    if (pid % 30 == 7) {
                      await(end);
                    }
                    return pid;
                  },
              SHORT);
      assertThat(results.get(7)).isNull();
      assertThat(results.get(37)).isNull();
      assertThat(results.get(67)).isNull();
      assertThat(results.get(97)).isNull();
      assertThat(results.stream().filter(result -> result != null)).hasSize(96);
    } finally {
      end.countDown();
    }
  }

  @Test
  void aPassEndsThoughAlmostNoLookDoes() {
    CountDownLatch end = new CountDownLatch(1);
    try {
      List<@Nullable Integer> results =
          ProcessPass.over(
              PIDS,
              () ->
                  (pid, progress) -> {
                    if (pid > 0) {
                      await(end);
                    }
                    return pid;
                  },
              SHORT);
      assertThat(results).hasSize(100).startsWith(0);
      assertThat(results.subList(1, 100)).containsOnlyNulls();
    } finally {
      end.countDown();
    }
  }

  @Test
  void aLongLookThatGoesOnIsNotLeftBehind() {
    long until = System.nanoTime() + 5 * SHORT.toNanos();
    List<@Nullable Integer> results =
        ProcessPass.over(
            new int[] {1},
            () ->
                (pid, progress) -> {
                  while (System.nanoTime() < until) {
                    progress.step();
                  }
                  return pid;
                },
            SHORT);
    assertThat(results).containsExactly(1);
  }

  @Test
  void aFaultOfALookIsNotLost() {
    assertThatThrownBy(() ->
            ProcessPass.over(
                PIDS,
                () ->
                    (pid, progress) -> {
                      throw new IllegalArgumentException("fault");
                    },
                ProcessPass.PATIENCE))
        .hasRootCauseMessage("fault");
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
