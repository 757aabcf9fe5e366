// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;
import org.jspecify.annotations.Nullable;

/** The environment variables of a process (environ(7)). */
@FunctionalInterface
public interface Variables {
  /** The value of a variable, or null if it is not set. */
  @Nullable Bytes get(String name);
}
