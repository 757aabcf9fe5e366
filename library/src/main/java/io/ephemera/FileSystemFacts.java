// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a place stands on: the file system of the next directory that exists, and its mount. */
final class FileSystemFacts {
  private static final BytePath[] TEMPORARY = {BytePath.of("/tmp"), BytePath.of("/var/tmp")};
  private static final int MOST = 16 << 20;

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
        return isPrivate(mounts(), temporary.latin1());
      }
    }
    return false;
  }

  /** What is mounted where, proc_pid_mountinfo(5); empty where that cannot be read. */
  static Bytes mounts() {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of("/proc/self/mountinfo"))) {
      return file.readAll(MOST);
    } catch (IOException e) {
      return Bytes.EMPTY;
    }
  }

  /**
   * Whether a directory of proc_pid_mountinfo(5) is a piece of another file system's tree: the
   * service manager mounts a directory of its own there. On btrfs a piece may be a subvolume, which
   * everybody has there; then only the service manager's own names count.
   */
  static boolean isPrivate(Bytes mountinfo, String directory) {
    boolean isPrivate = false;
    for (String line : mountinfo.latin1().split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length > 5 && fields[4].equals(directory)) {
        boolean isPiece = !fields[3].equals("/") && !line.contains(" - btrfs ");
        isPrivate = isPiece || fields[3].contains("/systemd-private-");
      }
    }
    return isPrivate;
  }
}
