// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.supervise;

import io.ephemera.process.Broadcast;
import io.ephemera.process.Descendants;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The processes that a command leaves behind, at whose end the process that stays waits or which it
 * ends.
 */
final class Rest {
  /** How long they have to end by themselves: as long as containers usually have. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final Duration grace;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Broadcast ending = Broadcast.termination();

  Rest(Duration grace) {
    this.grace = grace;
  }

  /** Waits until none is left. */
  void await() throws IOException {
    boolean more = true;
    while (more) {
      more = Descendants.awaitNext();
    }
  }

  /** Asks them to end, ends those that are still there after a while, and waits. */
  void end() throws IOException {
    Thread killer = new Thread(this::killAfterGrace, "ephemera-kill-rest");
    killer.setDaemon(true);
    ending.send();
    killer.start();
    try {
      while (Descendants.awaitNext()) {
        ending.send(); // to one that started while the others were being asked
      }
    } finally {
      over.countDown();
    }
  }

  private void killAfterGrace() {
    try {
      if (!over.await(grace.toNanos(), TimeUnit.NANOSECONDS)) {
        ending = Broadcast.kill();
        ending.send();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
