// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.util.List;

/**
 * One component of a pattern, or of several patterns that differ in it and search the same
 * directory. Immutable, so thread-safe.
 */
final class NamePatterns {
  private final Glob[] globs;

  /**
   * Patterns of names, numbered in this order.
   *
   * @param components at least one
   */
  NamePatterns(List<Bytes> components) {
    globs = new Glob[components.size()];
    for (int i = 0; i < globs.length; i++) {
      globs[i] = new Glob(components.get(i));
    }
  }

  /** Whether any of them matches the bytes {@code from} (inclusive) to {@code to} (exclusive). */
  boolean match(byte[] text, int from, int to) {
    for (Glob glob : globs) {
      if (glob.matches(text, from, to)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The number of the next pattern that matches a name which one of them matches.
   *
   * @param from the lowest number to look at
   * @return minus one if there is none
   */
  int next(Name name, int from) {
    if (globs.length == 1) {
      return from == 0 ? 0 : -1;
    }
    for (int i = from; i < globs.length; i++) {
      if (globs[i].matches(name.bytes())) {
        return i;
      }
    }
    return -1;
  }
}
