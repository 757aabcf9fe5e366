// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.StartedThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A thread that becomes the user of the command, and starts it or becomes it. The thread that waits
 * for it keeps its rights, to remove what was made.
 *
 * <p>It ends as soon as what it starts has started: kill(2) and prlimit(2) judge a process by the
 * thread that they name, so that the user has power over this process while the thread lives. To
 * the kernel, what it started is then a child of another thread of this process, which changes
 * nothing for a command that asks later for a signal at the end of its parent, prctl(2) with
 * PR_SET_PDEATHSIG.
 *
 * <p>Its namespaces, working directory and umask are those of the thread that waits for it.
 */
final class UserThread {
  /** What the thread does. */
  interface Work<T> {
    T run() throws IOException;
  }

  private UserThread() {}

  /** Runs it until the thread has ended, and returns what it returns or throws what it throws. */
  static <T> T run(Work<T> work) throws IOException {
    Outcome<T> outcome = new Outcome<>(work);
    Thread thread = new Thread(outcome, "ephemera-user");
    thread.start();
    try {
      thread.join();
      return outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the command was being started");
    }
  }

  /** Instead of FutureTask, which takes a third of a millisecond to load. */
  private static final class Outcome<T> implements Runnable {
    private final Work<T> work;
    private @Nullable T result;
    private @Nullable Throwable failure;

    Outcome(Work<T> work) {
      this.work = work;
    }

    /** Keeps a failure for the thread that waits. */
    @Override
    public void run() {
      try {
        result = work.run();
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
      }
    }

    T get() throws IOException {
      StartedThreads.rethrow(failure);
      return Objects.requireNonNull(result);
    }
  }
}
