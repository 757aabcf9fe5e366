// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;

/**
 * A directory that a command wants to have.
 *
 * @param kind what it is for
 * @param name a relative path without {@code ..}, below the directory of that kind
 * @param mode its permission bits, 0 to 07777
 */
public record DirectoryRequest(DirectoryKind kind, BytePath name, int mode) {
  /** The mode of a directory for which none was given, as for systemd.exec(5). */
  public static final int USUAL_MODE = 0755;
}
