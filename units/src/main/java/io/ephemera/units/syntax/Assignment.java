// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Position;
import java.util.List;

/**
 * An assignment {@code key=value} in a unit file.
 *
 * @param section the name of its section, without brackets
 * @param key the name of the setting
 * @param value one character per byte; a backslash at the end of a line is replaced by a space, and
 *     the next line follows it; without white space at both ends
 * @param position where the value begins
 * @param joints where the value continues on further lines, in order
 */
public record Assignment(
    String section, String key, String value, Position position, List<Joint> joints) {
  /**
   * The beginning of a further line in a value.
   *
   * @param index the index in the value
   * @param line counted from 1
   * @param column counted from 1, in bytes
   */
  public record Joint(int index, int line, int column) {}

  /** An assignment on a single line. */
  public Assignment(String section, String key, String value, Position position) {
    this(section, key, value, position, List.of());
  }

  /** Whether the value is empty, which resets most settings. */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  /**
   * The position of a character of the value in the file.
   *
   * @param index its index in the value
   */
  public Position at(int index) {
    Position at = new Position(position.file(), position.line(), position.column() + index);
    for (Joint joint : joints) {
      if (joint.index <= index) {
        at = new Position(position.file(), joint.line, joint.column + index - joint.index);
      }
    }
    return at;
  }
}
