// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment, environ(7), with which the launcher {@code ./ephemera} was called: what a
 * program that Ephemera runs gets.
 *
 * <p>The launcher hides from our virtual machine the variables that are meant for others: it saves
 * them under names that begin with {@code EPHEMERA_OUTER_}. It lists their names in a system
 * property, because the caller decides which variables there are: no other saved name is restored.
 */
public final class CallerEnvironment {
  private static final String HIDDEN = "ephemera.hidden";
  private static final String SAVED = "EPHEMERA_OUTER_";

  private CallerEnvironment() {}

  /** The names that the launcher saved, or set for our virtual machine. */
  public static List<String> hiddenNames() {
    return List.of(System.getProperty(HIDDEN, "").split(" ", -1));
  }

  /**
   * The entries of the caller.
   *
   * @param ours entries {@code NAME=value} of this process
   * @param hidden as {@link #hiddenNames}
   */
  public static List<Bytes> restore(List<Bytes> ours, List<String> hidden) {
    List<Bytes> entries = new ArrayList<>(ours.size());
    for (Bytes entry : ours) {
      String text = entry.latin1();
      if (text.startsWith(SAVED) && isOneOf(hidden, text.substring(SAVED.length()))) {
        entries.add(Bytes.latin1(text.substring(SAVED.length())));
      } else if (!isOneOf(hidden, text)) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static boolean isOneOf(List<String> names, String entry) {
    int equals = entry.indexOf('=');
    return equals >= 0 && names.contains(entry.substring(0, equals));
  }
}
