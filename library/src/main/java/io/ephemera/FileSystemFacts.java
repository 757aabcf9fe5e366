// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.process.MountInfo;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Describes the file system of a place: that of the nearest existing directory, and its mount. */
final class FileSystemFacts {
  private static final BytePath[] TEMPORARY = {BytePath.of("/tmp"), BytePath.of("/var/tmp")};

  private FileSystemFacts() {}

  static Place.@Nullable Facts facts(BytePath path) {
    try (Root root = Root.host()) {
      FileSystem fileSystem = fileSystem(root, path);
      return new Place.Facts(
          fileSystem.typeName(),
          fileSystem.available(),
          fileSystem.size(),
          fileSystem.isInMemory(),
          fileSystem.noExec(),
          fileSystem.readOnly(),
          fileSystem.isRemote(),
          isInPrivateTmp(path));
    } catch (IOException e) {
      return null;
    }
  }

  private static FileSystem fileSystem(Root root, BytePath path) throws IOException {
    BytePath here = path;
    while (true) {
      try (Inode inode = root.lookUnguarded(here, true)) {
        if (inode != null) {
          return inode.fileSystem();
        }
      }
      here = here.parent();
    }
  }

  private static boolean isInPrivateTmp(BytePath path) {
    for (BytePath temporary : TEMPORARY) {
      if (path.startsWith(temporary)) {
        return isPrivate(MountInfo.ofProcess(), temporary.latin1());
      }
    }
    return false;
  }

  /**
   * Whether a service manager has mounted a private directory here: the mount shows a part of a
   * file system. On btrfs that part is often a subvolume; there only the names that systemd gives
   * its directories decide.
   */
  static boolean isPrivate(MountInfo mounts, String directory) {
    MountInfo.Mount mount = mounts.at(directory);
    return mount != null
        && ((mount.isPart() && !mount.fileSystem().equals("btrfs"))
            || mount.root().contains("/systemd-private-"));
  }
}
