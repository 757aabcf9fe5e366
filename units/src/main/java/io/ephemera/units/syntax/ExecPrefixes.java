// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.units.syntax.ExecCommand.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The prefixes at the beginning of a word.
 *
 * @param prefixes each at most once
 * @param length the characters that they occupy
 */
record ExecPrefixes(Set<Prefix> prefixes, int length) {
  /**
   * The prefixes of a word: any order, each once, and only one of {@code +}, {@code !}, {@code !!}.
   */
  static ExecPrefixes of(String word) {
    List<Prefix> found = new ArrayList<>();
    int i = 0;
    while (i < word.length() && add(found, word.charAt(i))) {
      i++;
    }
    return new ExecPrefixes(Set.copyOf(found), i);
  }

  private static boolean add(List<Prefix> found, char c) {
    return switch (c) {
      case '-' -> addOnce(found, Prefix.IGNORE_FAILURE);
      case '@' -> addOnce(found, Prefix.ARGUMENT_ZERO);
      case ':' -> addOnce(found, Prefix.NO_VARIABLES);
      case '|' -> addOnce(found, Prefix.SHELL);
      case '+' -> !hasRights(found) && found.add(Prefix.PRIVILEGED);
      case '!' -> exclamation(found);
      default -> false;
    };
  }

  private static boolean addOnce(List<Prefix> found, Prefix prefix) {
    return !found.contains(prefix) && found.add(prefix);
  }

  private static boolean exclamation(List<Prefix> found) {
    if (found.remove(Prefix.KEEP_USER)) {
      return found.add(Prefix.AMBIENT);
    }
    return !hasRights(found) && found.add(Prefix.KEEP_USER);
  }

  private static boolean hasRights(List<Prefix> found) {
    return found.contains(Prefix.PRIVILEGED)
        || found.contains(Prefix.KEEP_USER)
        || found.contains(Prefix.AMBIENT);
  }
}
