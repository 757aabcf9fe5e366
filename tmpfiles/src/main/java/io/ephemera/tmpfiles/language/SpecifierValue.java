// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;

/** The value of a specifier such as {@code %m}, if it has one. */
public sealed interface SpecifierValue {
  /** A value. */
  record Value(Bytes bytes) implements SpecifierValue {}

  /**
   * A specifier without a value on this system, so that its line is ignored.
   *
   * @param reason what is missing
   * @param level the level of that problem on this system
   */
  record Unresolvable(String reason, Problem.Level level) implements SpecifierValue {}

  /** A letter that is not a specifier. */
  record Unknown() implements SpecifierValue {}
}
