// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

import io.ephemera.fs.BytePath;
import java.util.List;
import java.util.Optional;

/**
 * A path whose name is known.
 *
 * @param path the path that matched
 * @param pattern what it matched: one of the paths of the row, or a directory of one
 * @param row what is known of the name
 * @param values the values of the placeholders, in their order in the path
 */
public record KnownName(BytePath path, String pattern, NameRow row, List<Value> values) {
  /**
   * The value of a placeholder.
   *
   * @param placeholder what it stands for
   * @param text one character per byte
   */
  public record Value(Placeholder placeholder, String text) {}

  /** Whether it is only a directory in which the names of the row are. */
  public boolean isDirectoryAbove() {
    return !row.paths().contains(pattern);
  }

  /** The first value of a placeholder; empty if the pattern has none. */
  public Optional<String> value(Placeholder placeholder) {
    return values.stream()
        .filter(value -> value.placeholder() == placeholder)
        .map(Value::text)
        .findFirst();
  }

  /** The process id in the name. */
  public Optional<Long> pid() {
    return value(Placeholder.PID).map(Long::valueOf);
  }

  /** The user id in the name, an unsigned 32-bit number. */
  public Optional<Integer> uid() {
    return value(Placeholder.UID).map(Integer::parseUnsignedInt);
  }

  /** The user name in the name. */
  public Optional<String> user() {
    return value(Placeholder.USER);
  }

  /** The number of the X display in the name. */
  public Optional<Integer> display() {
    return value(Placeholder.DISPLAY).map(Integer::valueOf);
  }
}
