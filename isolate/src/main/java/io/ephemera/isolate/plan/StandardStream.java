// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;

/** What a command finds at a descriptor from 0 to 2. */
public sealed interface StandardStream {
  /** What the caller has there. */
  record Inherited() implements StandardStream {}

  /** {@code /dev/null}. */
  record Null() implements StandardStream {}

  /**
   * A file that is opened with the rights of the caller.
   *
   * @param path absolute
   */
  record OfFile(BytePath path, Opening opening) implements StandardStream {}

  /** How a file is opened. */
  enum Opening {
    /** For reading, as {@code StandardInput=file:}. */
    READ,
    /** For writing from its beginning, and created if it is missing, {@code file:}. */
    WRITE,
    /** For writing at its end, and created if it is missing, {@code append:}. */
    APPEND,
    /** For writing, emptied, and created if it is missing, {@code truncate:}. */
    TRUNCATE
  }
}
