// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * A thread that gives up its rights and becomes the command. If the command cannot be run, the
 * thread that started it still has its rights, to remove what was made.
 */
final class UserThread {
  /** What the thread does. */
  interface Work {
    void run() throws IOException;
  }

  private UserThread() {}

  /** Runs it, and throws what it throws. */
  static void run(Work work) throws IOException {
    Throwable[] failure = new Throwable[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | RuntimeException | Error e) {
                failure[0] = e;
              }
            },
            "ephemera-command");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the command was being started");
    }
    switch (failure[0]) {
      case null -> {}
      case IOException failed -> throw failed;
      case RuntimeException unexpected -> throw unexpected;
      case Error unexpected -> throw unexpected;
      default -> throw new IllegalStateException(failure[0]);
    }
  }
}
