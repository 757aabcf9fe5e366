// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.supervise;

import io.ephemera.fs.StartedThreads;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.SignalRelay;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The thread that starts the command, and lives until everything has ended: to a command that keeps
 * the caller's user and asks for a signal at the end of its parent, prctl(2) with PR_SET_PDEATHSIG,
 * it is the parent.
 */
final class CommandThread implements AutoCloseable {
  private final CountDownLatch over = new CountDownLatch(1);
  private final FutureTask<ChildProcess> start;
  private final Thread thread;

  private CommandThread(Starter starter, SignalRelay signals) {
    start = new FutureTask<>(() -> starter.start(signals));
    thread = new Thread(this::run, "ephemera-command");
    thread.setDaemon(true);
  }

  static CommandThread start(Starter starter, SignalRelay signals) {
    CommandThread thread = new CommandThread(starter, signals);
    thread.thread.start();
    return thread;
  }

  private void run() {
    start.run();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command, once it has started. */
  ChildProcess command() throws IOException {
    try {
      return start.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the command was being started");
    } catch (ExecutionException e) {
      StartedThreads.rethrow(e.getCause());
      throw new IllegalStateException(e);
    }
  }

  /** Ends the thread, and with it its namespaces if no process is in them. */
  @Override
  public void close() {
    over.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
