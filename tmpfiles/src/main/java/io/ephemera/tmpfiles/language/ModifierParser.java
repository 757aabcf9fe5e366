// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Reads the modifiers after the letter of a type. */
final class ModifierParser {
  private static final String LETTERS = "!+-=~^$?";

  private ModifierParser() {}

  static Modifiers parse(Field type) throws LineException {
    String text = type.text();
    if (text.length() == 1) {
      return Modifiers.NONE;
    }
    int seen = letters(type);
    return new Modifiers(
        has(seen, 0),
        has(seen, 1),
        has(seen, 2),
        has(seen, 3),
        has(seen, 4),
        has(seen, 5),
        has(seen, 6),
        has(seen, 7));
  }

  /** The modifiers as bits: bit n is set for letter n of {@link #LETTERS}. */
  private static int letters(Field type) throws LineException {
    String text = type.text();
    int seen = 0;
    for (int i = 1; i < text.length(); i++) {
      int letter = LETTERS.indexOf(text.charAt(i));
      if (letter < 0) {
        throw wrong(type, i, "unknown", "one of");
      }
      if (has(seen, letter)) {
        throw wrong(type, i, "repeated", "at most one each of");
      }
      seen |= 1 << letter;
    }
    return seen;
  }

  private static LineException wrong(Field type, int index, String problem, String expected) {
    String shown = Excerpt.quoted(type.text());
    return LineException.error(
        type.columnOf(index),
        problem + " modifier in type " + shown + ": expected " + expected + " '" + LETTERS + "'");
  }

  private static boolean has(int seen, int letter) {
    return (seen & (1 << letter)) != 0;
  }
}
