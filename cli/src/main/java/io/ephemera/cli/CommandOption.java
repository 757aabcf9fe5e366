// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import org.jspecify.annotations.Nullable;

/** An option of a command: from a table of these it is parsed, explained and completed. */
interface CommandOption {
  /** The long name without its dashes, or null. */
  @Nullable String longName();

  /** The letter of the short form, or 0. */
  char letter();

  /** What its value is called, or null for an option without one. */
  @Nullable String value();

  String description();

  /** Whether its value is a path, for which a shell can propose what exists. */
  default boolean takesPath() {
    return "PATH".equals(value());
  }

  /** Whether it is answered at once, and nothing else is done. */
  boolean isAnswer();

  /** Whether all its values count, not only the last. */
  default boolean isRepeatable() {
    return false;
  }
}
