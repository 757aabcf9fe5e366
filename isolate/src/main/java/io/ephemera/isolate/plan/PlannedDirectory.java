// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;
import java.util.List;

/**
 * A directory that a command will have.
 *
 * @param kind what it is for
 * @param path its absolute path
 * @param mode its exact permission bits
 * @param uid its owner
 * @param gid its group
 * @param links absolute paths at which symbolic links lead to it
 * @param readOnly whether the command itself may not write to it
 */
public record PlannedDirectory(
    DirectoryKind kind,
    BytePath path,
    int mode,
    int uid,
    int gid,
    List<BytePath> links,
    boolean readOnly) {
  /** Takes a copy. */
  public PlannedDirectory {
    links = List.copyOf(links);
  }

  /** One that no links lead to. */
  public PlannedDirectory(DirectoryKind kind, BytePath path, int mode, int uid, int gid) {
    this(kind, path, mode, uid, gid, List.of(), false);
  }
}
