// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

/** The result of expanding the specifiers of a text. */
public sealed interface Expansion {
  /** The expanded text, one character per byte. */
  record Value(String text) implements Expansion {}

  /** A specifier is unknown or has no value: systemd ignores the item, or refuses the unit. */
  record Failed(String message) implements Expansion {}
}
