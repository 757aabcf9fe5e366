// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a value.
 *
 * @param words up to the first one that is invalid; systemd uses these and ignores the rest
 * @param invalid why the rest is invalid, or null
 */
public record WordList(List<Word> words, @Nullable Invalid invalid) {
  /**
   * An invalid part of a value.
   *
   * @param index where it is
   * @param message what is wrong
   */
  public record Invalid(int index, String message) {}
}
