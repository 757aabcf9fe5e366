// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;

/** What there is to copy: a {@code C} line without its source says nothing. */
@FunctionalInterface
public interface CopySources {
  /**
   * Whether something of that name exists, below the alternate root if there is one; a final
   * symbolic link is not followed.
   */
  boolean exists(BytePath source);
}
