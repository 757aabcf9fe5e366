// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.util.Objects;

/** Creates mount points in a private {@code /tmp}, which no other process sees yet. */
final class PrivateTmpEntries {
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;

  private final Root root;

  PrivateTmpEntries(Root root) {
    this.root = root;
  }

  /**
   * Makes an empty directory or file, and the directories on the way to it.
   *
   * @param path below {@code /tmp} or {@code /var/tmp}, which are private by now
   */
  Inode make(BytePath path, boolean directory) throws IOException {
    BytePath top = Objects.requireNonNull(TmpPaths.above(path));
    Inode found = root.lookUnguarded(top, true);
    if (found == null) {
      throw new SystemCallException(SystemCall.OPEN_DIRECTORY, top, Errno.ENOENT);
    }
    Directory at = Directory.of(found);
    for (Name name : TmpPaths.way(top, path.parent())) {
      try (Directory above = at) {
        at = directory(above, name);
      }
    }
    Name last = Objects.requireNonNull(path.name());
    try (Directory above = at) {
      if (directory) {
        directory(above, last).close();
      } else {
        above.createFile(last, FILE_MODE).close();
      }
      return above.inode(last);
    }
  }

  private static Directory directory(Directory above, Name name) throws IOException {
    return above.statIfExists(name) == null
        ? above.createDirectory(name, DIRECTORY_MODE)
        : above.open(name);
  }
}
