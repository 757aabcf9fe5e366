// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A value that a thread of its own finds while the caller does something else. Closing it waits for
 * that thread.
 *
 * @param <T> what is found
 */
final class Ahead<T> implements AutoCloseable {
  private final Thread thread;
  private @Nullable T value;
  private @Nullable IOException failure;
  private @Nullable RuntimeException bug;

  /**
   * Finds a value.
   *
   * @param <T> what is found
   */
  interface Finder<T> {
    T find() throws IOException;
  }

  private Ahead(Finder<T> finder) {
    thread = new Thread(() -> find(finder), "ahead");
    thread.setDaemon(true);
  }

  /** Starts to find a value. */
  static <T> Ahead<T> start(Finder<T> finder) {
    Ahead<T> ahead = new Ahead<>(finder);
    ahead.thread.start();
    return ahead;
  }

  private void find(Finder<T> finder) {
    try {
      value = finder.find();
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      bug = e;
    }
  }

  /**
   * The value; waits until it is found.
   *
   * @throws IOException if it could not be found
   */
  T get() throws IOException {
    close();
    if (failure != null) {
      throw failure;
    }
    if (bug != null) {
      throw bug;
    }
    T found = value;
    if (found == null) {
      throw new IOException("it could not be found out"); // an Error ended the thread
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
