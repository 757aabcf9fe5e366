// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.ExitStatus;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.OpenDescriptor;
import io.ephemera.process.ThreadIdentity;
import java.util.ArrayList;
import java.util.List;

/**
 * The main class of the runs that record the AOT caches, build-support/build-image. The virtual
 * machine writes a cache only if it ends in its own way, which {@link Main} does not let it do.
 */
public final class Training {
  private static final String NEXT = "++";
  private static final String DROP = "drop-capabilities";
  private static final String INSIDE = "--inside=?";
  private static final String HANDOVER = "/memfd:ephemera-handover";

  private Training() {}

  /**
   * Runs commands, one after another, and ends the virtual machine with the status of the last one.
   *
   * @param args command lines without the program's name, separated by {@code ++}; {@code
   *     drop-capabilities} instead of one gives up the capabilities for those that follow, and
   *     {@code --inside=?} is the second start after a first one that failed in the end
   */
  public static void main(String[] args) throws SystemCallException {
    Runtime.getRuntime().halt(runEach(List.of(args)).code());
  }

  private static ExitStatus runEach(List<String> words) throws SystemCallException {
    int end = words.indexOf(NEXT);
    if (end < 0) {
      return run(words);
    }
    ExitStatus ignored = run(words.subList(0, end));
    return runEach(words.subList(end + 1, words.size()));
  }

  private static ExitStatus run(List<String> words) throws SystemCallException {
    if (words.equals(List.of(DROP))) {
      ThreadIdentity.dropCapabilities();
      return ExitStatus.SUCCESS;
    }
    List<String> replaced = new ArrayList<>(words);
    int inside = words.indexOf(INSIDE);
    if (inside >= 0) {
      replaced.set(inside, "--inside=" + handover());
    }
    return Main.execute(replaced.toArray(new String[0]));
  }

  /** The descriptor that the last first start left; 0 if there is none. */
  private static int handover() throws SystemCallException {
    int found = 0;
    for (OpenDescriptor open : OpenDescriptor.list()) {
      if (open.target().latin1().startsWith(HANDOVER)) {
        found = Math.max(found, open.number());
      }
    }
    return found;
  }
}
