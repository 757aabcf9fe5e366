// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Position;

/**
 * A variable that a unit or one of its environment files sets.
 *
 * @param name {@code [A-Za-z_][A-Za-z0-9_]*}
 * @param value one character per byte
 * @param position where it is set
 */
public record EnvironmentVariable(String name, String value, Position position) {
  /**
   * Whether a text can be the name of a variable in a unit: ASCII letters, digits and underscores,
   * without a digit first.
   */
  public static boolean isName(String text) {
    if (text.isEmpty() || isDigit(text.charAt(0))) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      if (!letter && !isDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether a text is {@code NAME=VALUE} with a valid name, and a value that is UTF-8. */
  static boolean isAssignment(String text) {
    int equals = text.indexOf('=');
    return equals > 0 && isName(text.substring(0, equals)) && Utf8.isValid(text);
  }
}
