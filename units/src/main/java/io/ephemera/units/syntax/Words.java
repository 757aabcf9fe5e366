// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import java.util.ArrayList;
import java.util.List;

/** Splits a value into words (systemd.syntax(7), "Quoting"). */
public final class Words {
  private Words() {}

  /**
   * The words of a value.
   *
   * @param value one character per byte
   * @param style what quotes and backslashes mean
   */
  public static WordList split(String value, WordStyle style) {
    List<Word> words = new ArrayList<>();
    WordReader reader = new WordReader(value, 0, style);
    try {
      for (Word word = reader.next(); word != null; word = reader.next()) {
        words.add(word);
      }
    } catch (InvalidWordException e) {
      return new WordList(List.copyOf(words), e.invalid());
    }
    return new WordList(List.copyOf(words), null);
  }
}
