// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Reads what follows the letter of a type. */
final class ModifierParser {
  private static final String LETTERS = "!+-=~^$?";

  private ModifierParser() {}

  static Modifiers parse(Field type) throws BadLine {
    String text = type.text();
    if (text.length() == 1) {
      return Modifiers.NONE;
    }
    int seen = 0;
    for (int i = 1; i < text.length(); i++) {
      int letter = LETTERS.indexOf(text.charAt(i));
      if (letter < 0) {
        throw BadLine.error(
            type.columnOf(i),
            "unknown modifier in type "
                + Show.quoted(text)
                + ": expected one of '"
                + LETTERS
                + "'");
      }
      if ((seen & (1 << letter)) != 0) {
        throw BadLine.error(
            type.columnOf(i),
            "repeated modifier in type "
                + Show.quoted(text)
                + ": expected each of '"
                + LETTERS
                + "' at most once");
      }
      seen |= 1 << letter;
    }
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

  private static boolean has(int seen, int letter) {
    return (seen & (1 << letter)) != 0;
  }
}
