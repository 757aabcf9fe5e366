// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.ExitStatus;
import java.util.List;

/**
 * The main class of the runs that record the AOT caches, build-support/build-image. The virtual
 * machine writes a cache only if it ends in its own way, which {@link Main} does not let it do.
 */
public final class Training {
  private static final String NEXT = "++";

  private Training() {}

  /**
   * Runs commands, one after another, and ends the virtual machine with the status of the last one.
   *
   * @param args command lines without the program's name, separated by {@code ++}
   */
  public static void main(String[] args) {
    Runtime.getRuntime().halt(runEach(List.of(args)).code());
  }

  private static ExitStatus runEach(List<String> words) {
    int end = words.indexOf(NEXT);
    if (end < 0) {
      return Main.execute(words.toArray(new String[0]));
    }
    Main.execute(words.subList(0, end).toArray(new String[0]));
    return runEach(words.subList(end + 1, words.size()));
  }
}
