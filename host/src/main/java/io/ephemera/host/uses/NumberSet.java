// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import java.util.Arrays;

/** A set of numbers, without an object for each question. Not thread-safe while it changes. */
final class NumberSet {
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private long[] table = new long[16];
  private boolean hasZero;
  private int size;

  void add(long number) {
    if (number == 0) {
      hasZero = true;
      return;
    }
    if (2 * size >= table.length) {
      grow();
    }
    int at = place(table, number);
    if (table[at] == 0) {
      table[at] = number;
      size++;
    }
  }

  boolean contains(long number) {
    return number == 0 ? hasZero : table[place(table, number)] == number;
  }

  boolean isEmpty() {
    return size == 0 && !hasZero;
  }

  private void grow() {
    long[] old = table;
    long[] larger = new long[2 * old.length];
    Arrays.stream(old)
        .filter(number -> number != 0)
        .forEach(number -> larger[place(larger, number)] = number);
    table = larger;
  }

  /** Where a number is, or a free place for it. */
  private static int place(long[] table, long number) {
    int at = (int) ((number * MIX) >>> 32) & (table.length - 1);
    while (table[at] != 0 && table[at] != number) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }
}
