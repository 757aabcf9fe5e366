// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.SystemCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Places that were opened again in the namespace of the command, before anything is mounted. */
final class ReopenedPlaces implements AutoCloseable {
  private final Map<BytePath, Inode> inodes;
  private final List<Inode> made = new ArrayList<>();

  ReopenedPlaces(Map<BytePath, Inode> inodes) {
    this.inodes = inodes;
  }

  /** The inode of a place that was checked; stays open. */
  Inode get(BytePath path) {
    return Objects.requireNonNull(inodes.get(path), path::toString);
  }

  /** Takes over what was made to be mounted on. */
  Inode keep(Inode inode) {
    made.add(inode);
    return inode;
  }

  /** A directory, which the caller closes; null if there was none when the places were checked. */
  @Nullable Directory directory(BytePath path) throws SystemCallException {
    Inode inode = inodes.get(path);
    return inode == null ? null : inode.directory();
  }

  @Override
  public void close() {
    inodes.values().forEach(Inode::close);
    made.forEach(Inode::close);
  }
}
