// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.Environ;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment, environ(7), of a program that {@code temp} runs: that of the launcher {@code
 * ./ephemera}, with another TMPDIR.
 *
 * <p>The launcher hides from our virtual machine the variables that are meant for others: it saves
 * them under names that begin with {@code EPHEMERA_OUTER_}.
 */
final class ChildEnvironment {
  private static final String OUTER = "EPHEMERA_OUTER_";
  private static final String LAUNCHED = "EPHEMERA_OUTER=";
  private static final String SET_BY_LAUNCHER = "MALLOC_ARENA_MAX=";
  private static final String TMPDIR = "TMPDIR=";

  private ChildEnvironment() {}

  /** The environment with this TMPDIR. */
  static List<Bytes> with(BytePath directory) {
    return with(directory, Environ.ofProcess().entries());
  }

  /**
   * The environment with this TMPDIR.
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
      } else if (!text.startsWith(TMPDIR) && !(launched && isSetByLauncher(text))) {
        entries.add(entry);
      }
    }
    entries.add(Bytes.latin1(TMPDIR).plus(directory.bytes()));
    return entries;
  }

  private static boolean isSetByLauncher(String entry) {
    return entry.startsWith(LAUNCHED) || entry.startsWith(SET_BY_LAUNCHER);
  }
}
