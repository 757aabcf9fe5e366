// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;
import java.util.List;

/**
 * A directory that a command wants to have.
 *
 * @param kind what it is for
 * @param name a relative path without {@code ..}, below the directory of that kind
 * @param mode its permission bits, 0 to 07777
 * @param links relative paths without {@code ..}, below the directory of that kind, at which
 *     symbolic links lead to it
 * @param readOnly whether the command itself may not write to it
 */
public record DirectoryRequest(
    DirectoryKind kind, BytePath name, int mode, List<BytePath> links, boolean readOnly) {
  /** The mode of a directory for which none was given, as for systemd.exec(5). */
  public static final int USUAL_MODE = 0755;

  /** Takes a copy. */
  public DirectoryRequest {
    links = List.copyOf(links);
  }

  /** One that no links lead to. */
  public DirectoryRequest(DirectoryKind kind, BytePath name, int mode) {
    this(kind, name, mode, List.of(), false);
  }
}
