// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

/** Replaces specifiers such as {@code %n} in a text by their values. */
@FunctionalInterface
public interface Expander {
  /**
   * The text with its specifiers expanded, or why that is not possible.
   *
   * @param text one character per byte
   */
  Expansion expand(String text);
}
