// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.ExitStatus;
import io.ephemera.fs.StartedThreads;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.Namespaces;
import io.ephemera.process.ThreadIdentity;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the runs that record the AOT caches, build-support/build-image. The virtual
 * machine writes a cache only if it ends in its own way, which {@link Main} does not let it do.
 */
public final class Training {
  private static final String NEXT = "++";
  private static final String DROP = "drop-capabilities";
  private static final String INSIDE = "--inside=";

  private Training() {}

  /**
   * Runs commands, one after another, and ends the virtual machine with the status of the last one.
   *
   * @param args command lines without the program's name, separated by {@code ++}; {@code
   *     drop-capabilities} instead of one gives up the capabilities for those that follow
   */
  public static void main(String[] args) throws IOException {
    Runtime.getRuntime().halt(runEach(List.of(args)).code());
  }

  private static ExitStatus runEach(List<String> words) throws IOException {
    int end = words.indexOf(NEXT);
    if (end < 0) {
      return run(words);
    }
    ExitStatus ignored = run(words.subList(0, end));
    return runEach(words.subList(end + 1, words.size()));
  }

  private static ExitStatus run(List<String> words) throws IOException {
    if (words.equals(List.of(DROP))) {
      ThreadIdentity.dropCapabilities();
      return ExitStatus.SUCCESS;
    }
    if (words.getLast().startsWith(INSIDE)) {
      return runApart(words);
    }
    return execute(words);
  }

  private static ExitStatus execute(List<String> words) {
    return Main.execute(words.toArray(new String[0]));
  }

  /** In a thread with mounts of its own: the virtual machine still has to find its files. */
  private static ExitStatus runApart(List<String> words) throws IOException {
    Apart apart = new Apart(words);
    Thread thread = new Thread(apart, "training");
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    StartedThreads.rethrow(apart.failure);
    return Objects.requireNonNull(apart.status);
  }

  /** What that thread does. */
  private static final class Apart implements Runnable {
    private final List<String> words;
    private @Nullable ExitStatus status;
    private @Nullable IOException failure;

    Apart(List<String> words) {
      this.words = words;
    }

    @Override
    public void run() {
      try {
        Namespaces.enterMounts();
        status = execute(words);
      } catch (SystemCallException e) {
        failure = e;
      }
    }
  }
}
