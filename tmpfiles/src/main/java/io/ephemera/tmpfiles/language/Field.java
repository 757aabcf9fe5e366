// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * A field of a line with quotes and escapes removed, one character per byte.
 *
 * @param column the column at which it begins, counted from 1
 * @param plain whether it is in the line exactly like this, without quotes and escapes
 */
record Field(String text, int column, boolean plain) {
  /** Whether the field is empty or {@code -}. */
  boolean isUnset() {
    return text.isEmpty() || (text.length() == 1 && text.charAt(0) == '-');
  }

  /** The column of a character; the column of the field if it has quotes or escapes. */
  int columnOf(int index) {
    return plain ? column + index : column;
  }
}
