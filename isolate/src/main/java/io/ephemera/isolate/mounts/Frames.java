// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import org.jspecify.annotations.Nullable;

/**
 * The directories on disk that become the command's {@code /tmp} and {@code /var/tmp}: each of mode
 * 01777 in a directory that only its owner may enter. {@link CheckedPlaces#add} must know them.
 *
 * @param tmp the one for {@code /tmp}, or null where there is no such directory
 * @param varTmp the one for {@code /var/tmp}, or null where there is none, or it is the same
 */
public record Frames(@Nullable BytePath tmp, @Nullable BytePath varTmp) {
  /** None: for a private {@code /tmp} in memory. */
  public static final Frames NONE = new Frames(null, null);
}
