// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallGuardTest {
  private final CallGuard turnstile = new CallGuard();

  @Test
  void whoeverClosesWaitsForTheLastWhoIsInside() throws InterruptedException {
    assertThat(turnstile.enter()).isTrue();
    assertThat(turnstile.enter()).isTrue();
    Thread closing =
        Thread.ofPlatform()
            .start(() -> {
              turnstile.shut();
              turnstile.awaitEmpty();
            });
    awaitWaiting(closing);
    assertThat(turnstile.enter()).isFalse();
    turnstile.leave();
    awaitWaiting(closing);
    closing.interrupt();
    awaitWaiting(closing);
    turnstile.leave();
    closing.join();
    assertThat(turnstile.enter()).isFalse();
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(thread.isAlive()).as("it waits").isTrue();
      Thread.onSpinWait();
    }
  }

  @Test
  void nobodyIsWaitedForWhereNobodyIsInside() {
    assertThat(turnstile.enter()).isTrue();
    turnstile.leave();
    turnstile.shut();
    turnstile.awaitEmpty();
    assertThat(turnstile.enter()).isFalse();
  }
}
