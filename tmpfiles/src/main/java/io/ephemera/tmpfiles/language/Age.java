// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.Set;

/**
 * How old something must be to be cleaned up.
 *
 * @param micros in microseconds; {@link #INFINITY} never comes
 * @param keepFirstLevel {@code ~}: the immediate entries of the directory are kept
 * @param files the timestamps of files that must all be old
 * @param directories the timestamps of directories that must all be old
 */
public record Age(
    long micros, boolean keepFirstLevel, Set<Timestamp> files, Set<Timestamp> directories) {
  /** Microseconds that never pass. */
  public static final long INFINITY = Long.MAX_VALUE;
}
