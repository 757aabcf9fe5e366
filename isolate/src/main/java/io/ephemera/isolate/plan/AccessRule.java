// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;

/**
 * What a command may do with a path and everything below it, unless a rule for a longer path says
 * otherwise: {@code ReadOnlyPaths=} and its kin, systemd.exec(5).
 *
 * @param path absolute
 * @param access what it may do
 * @param optional whether the path may be missing
 */
public record AccessRule(BytePath path, Access access, boolean optional) {
  /** What a command may do with a path. */
  public enum Access {
    /** What it may do by its rights. */
    READ_WRITE,
    /** Not write. */
    READ_ONLY,
    /** Neither look nor write. */
    INACCESSIBLE
  }
}
