// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.Environ;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment of a command that is run, environ(7): that in which the launcher {@code
 * ./ephemera} was started, with another TMPDIR.
 *
 * <p>The launcher keeps from our virtual machine what is for others, and puts it aside under {@code
 * EPHEMERA_OUTER_}.
 */
final class CommandEnvironment {
  private static final String OUTER = "EPHEMERA_OUTER_";
  private static final String LAUNCHED = "EPHEMERA_OUTER=";
  private static final String OF_THE_LAUNCHER = "MALLOC_ARENA_MAX=";
  private static final String TMPDIR = "TMPDIR=";

  private CommandEnvironment() {}

  static List<Bytes> with(BytePath directory) {
    return with(directory, Environ.ofProcess().entries());
  }

  /**
   * The environment of a command.
   *
   * @param ours entries {@code NAME=value} of this process
   */
  static List<Bytes> with(BytePath directory, List<Bytes> ours) {
    boolean launched = ours.stream().anyMatch(entry -> entry.latin1().startsWith(LAUNCHED));
    List<Bytes> entries = new ArrayList<>(ours.size() + 1);
    for (Bytes entry : ours) {
      String text = entry.latin1();
      if (text.startsWith(OUTER)) {
        entries.add(Bytes.latin1(text.substring(OUTER.length())));
      } else if (!text.startsWith(TMPDIR) && !(launched && isOfTheLauncher(text))) {
        entries.add(entry);
      }
    }
    entries.add(Bytes.latin1(TMPDIR).plus(directory.bytes()));
    return entries;
  }

  private static boolean isOfTheLauncher(String entry) {
    return entry.startsWith(LAUNCHED) || entry.startsWith(OF_THE_LAUNCHER);
  }
}
