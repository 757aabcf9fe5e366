// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;

/** The existing sources of copies: a {@code C} line whose source does not exist is ignored. */
@FunctionalInterface
public interface CopySources {
  /**
   * Whether a path exists, below the alternate root if there is one; a final symbolic link is not
   * followed.
   */
  boolean exists(BytePath source);
}
