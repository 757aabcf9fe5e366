// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.Set;

/**
 * The age from which files and directories are cleaned up.
 *
 * @param micros in microseconds, or {@link #INFINITY}
 * @param keepFirstLevel {@code ~}: keeps the immediate entries of the directory
 * @param files the timestamps of a file that must all be this old
 * @param directories the timestamps of a directory that must all be this old
 */
public record Age(
    long micros, boolean keepFirstLevel, Set<Timestamp> files, Set<Timestamp> directories) {
  /** An age that nothing ever reaches. */
  public static final long INFINITY = Long.MAX_VALUE;
}
