// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallGuardTest {
  private final CallGuard guard = new CallGuard();

  @Test
  void awaitEmptyWaitsForTheLastCall() throws InterruptedException {
    assertThat(guard.enter()).isTrue();
    assertThat(guard.enter()).isTrue();
    Thread closing =
        Thread.ofPlatform()
            .start(() -> {
              guard.shut();
              guard.awaitEmpty();
            });
    awaitWaiting(closing);
    assertThat(guard.enter()).isFalse();
    guard.leave();
    awaitWaiting(closing);
    closing.interrupt();
    awaitWaiting(closing);
    guard.leave();
    closing.join();
    assertThat(guard.enter()).isFalse();
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).as("it waits").isTrue();
      Thread.onSpinWait();
    }
  }

  @Test
  void awaitEmptyReturnsAtOnceWithoutCalls() {
    assertThat(guard.enter()).isTrue();
    guard.leave();
    guard.shut();
    guard.awaitEmpty();
    assertThat(guard.enter()).isFalse();
  }
}
