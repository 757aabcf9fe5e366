// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.MountCalls;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Covers a path with something empty of mode 0000, on a read-only tmpfs: a directory with a
 * directory, anything else with a regular file. It cannot be connected to, nor is it a device.
 */
final class InaccessiblePlace {
  private static final String TMPFS = "tmpfs";
  private static final Name FILE = Name.of("file");

  /** Where the file is made: covered for a moment, and for this thread only. */
  private static final List<BytePath> FOR_A_MOMENT =
      List.of(BytePath.of("/tmp"), BytePath.of("/usr"), BytePath.of("/dev"));

  private final Root root;
  private final MountCalls calls;

  InaccessiblePlace(Root root, MountCalls calls) {
    this.root = root;
    this.calls = calls;
  }

  void cover(Inode place) throws IOException {
    if (place.stat().isDirectory()) {
      try (Directory directory = place.directory();
          Directory top = calls.mount(TMPFS, options("0000"), directory)) {
        calls.makeReadOnly(top, false);
      }
    } else {
      coverFile(place);
    }
  }

  private void coverFile(Inode place) throws IOException {
    try (Directory moment = directory();
        Directory top = calls.mount(TMPFS, options("0700"), moment)) {
      try {
        top.createFile(FILE, 0).close();
        calls.makeReadOnly(top, false);
        try (Inode file = top.inode(FILE)) {
          calls.bind(file, place, false);
        }
      } finally {
        calls.detach(top);
      }
    }
  }

  private Directory directory() throws IOException {
    for (BytePath path : FOR_A_MOMENT) {
      Inode found = root.lookUnguarded(path, true);
      if (found != null) {
        return Directory.of(found);
      }
    }
    throw new SystemCallException(SystemCall.OPEN_DIRECTORY, FOR_A_MOMENT.getFirst(), Errno.ENOENT);
  }

  private static Map<String, String> options(String mode) {
    return Map.of("mode", mode, "size", "64k", "nr_inodes", "4");
  }
}
