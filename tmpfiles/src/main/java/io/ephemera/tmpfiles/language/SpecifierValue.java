// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;

/** What stands for a specifier such as {@code %m}. */
public sealed interface SpecifierValue {
  /** Its value. */
  record Value(Bytes bytes) implements SpecifierValue {}

  /**
   * A value that this system cannot tell, so that the line has no meaning here.
   *
   * @param reason what is missing
   * @param level how much that matters here
   */
  record Unresolvable(String reason, Problem.Level level) implements SpecifierValue {}

  /** A letter that is no specifier. */
  record Unknown() implements SpecifierValue {}
}
