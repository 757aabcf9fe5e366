// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the thread that started others waits for them, and fails with what one of them failed. */
public final class StartedThreads {
  private StartedThreads() {}

  /** Waits until all have ended; an interrupt is kept for later. */
  public static void join(List<Thread> threads) {
    boolean interrupted = false;
    for (int i = 0; i < threads.size(); ) {
      try {
        threads.get(i).join();
        i++;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Fails for the reason of another thread, if there is one. */
  public static void rethrow(@Nullable Throwable reason) throws IOException {
    if (reason instanceof IOException failed) {
      throw failed;
    }
    if (reason instanceof RuntimeException mistake) {
      throw mistake;
    }
    if (reason instanceof Error error) {
      throw error;
    }
  }
}
