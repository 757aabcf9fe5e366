// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/**
 * A field of a line without quotes and escapes, one character per byte.
 *
 * @param column where it starts, counted from 1
 * @param plain whether its characters stand in the line one by one
 */
record Field(String text, int column, boolean plain) {
  /** Whether the line says nothing here. */
  boolean isUnset() {
    return text.isEmpty() || (text.length() == 1 && text.charAt(0) == '-');
  }

  /** The column of a character, or that of the field where quotes or escapes hide it. */
  int columnOf(int index) {
    return plain ? column + index : column;
  }
}
