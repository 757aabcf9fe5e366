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
 * them under names that begin with {@code EPHEMERA_OUTER_}. It lists their names in a system
 * property, because the caller decides which variables there are: no other saved name is restored.
 */
final class ChildEnvironment {
  private static final String HIDDEN = "ephemera.hidden";
  private static final String SAVED = "EPHEMERA_OUTER_";
  private static final String TMPDIR = "TMPDIR=";

  private ChildEnvironment() {}

  /** The environment with this TMPDIR. */
  static List<Bytes> with(BytePath directory) {
    List<String> hidden = List.of(System.getProperty(HIDDEN, "").split(" ", -1));
    return with(directory, Environ.ofProcess().entries(), hidden);
  }

  /**
   * The environment with this TMPDIR.
   *
   * @param ours entries {@code NAME=value} of this process
   * @param hidden the names that the launcher saved, or set for our virtual machine
   */
  static List<Bytes> with(BytePath directory, List<Bytes> ours, List<String> hidden) {
    List<Bytes> entries = new ArrayList<>(ours.size() + 1);
    for (Bytes entry : ours) {
      String text = entry.latin1();
      if (text.startsWith(SAVED) && isOneOf(hidden, text.substring(SAVED.length()))) {
        entries.add(Bytes.latin1(text.substring(SAVED.length())));
      } else if (!text.startsWith(TMPDIR) && !isOneOf(hidden, text)) {
        entries.add(entry);
      }
    }
    entries.add(Bytes.latin1(TMPDIR).plus(directory.bytes()));
    return entries;
  }

  private static boolean isOneOf(List<String> names, String entry) {
    int equals = entry.indexOf('=');
    return equals >= 0 && names.contains(entry.substring(0, equals));
  }
}
