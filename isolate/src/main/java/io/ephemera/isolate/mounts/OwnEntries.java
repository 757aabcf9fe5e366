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

/**
 * Creates mount points in a file system that was mounted for the command, such as its private
 * {@code /tmp}: no other process sees it yet.
 */
final class OwnEntries {
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;

  private final Root root;

  OwnEntries(Root root) {
    this.root = root;
  }

  /**
   * Makes an empty directory or file, and the directories on the way to it; one that was made for
   * another mount is used.
   *
   * @param top where the command's own file system is mounted by now
   * @param path below it
   */
  Inode make(BytePath top, BytePath path, boolean directory) throws IOException {
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
