// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;

/** Where a command starts. */
public sealed interface StartDirectory {
  /** The current directory of the caller. */
  record Current() implements StartDirectory {}

  /**
   * A directory.
   *
   * @param path absolute
   * @param optional whether {@code /} takes its place if it is missing
   */
  record At(BytePath path, boolean optional) implements StartDirectory {}

  /**
   * The home directory of the user of the command.
   *
   * @param optional whether {@code /} takes its place if it is missing
   */
  record Home(boolean optional) implements StartDirectory {}
}
