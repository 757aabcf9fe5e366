// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.MountInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where a path leads: a file system, and a path within it. Two paths with the same place lead to
 * the same file, in whatever namespaces they are. Immutable.
 *
 * @param device of the file system
 * @param path within the file system, absolute
 */
record Place(long device, BytePath path) {
  /** The kernel's mark after a directory that was removed while it was mounted. */
  private static final String DELETED = "//deleted";

  /** That to which a path leads through some mounts; null if they do not say. */
  static @Nullable Place of(MountInfo mounts, BytePath path) {
    MountInfo.Mount mount = mounts.through(path);
    return mount == null || mount.root().endsWith(DELETED)
        ? null
        : new Place(mount.device(), mount.rootPath().append(below(path, mount.path())));
  }

  /** The path through some mounts that leads here; null if there is none. */
  @Nullable BytePath pathThrough(MountInfo mounts) {
    for (MountInfo.Mount mount : mounts.mounts()) {
      if (mount.device() == device && path.startsWith(mount.rootPath())) {
        BytePath candidate = mount.path().append(below(path, mount.rootPath()));
        if (equals(of(mounts, candidate))) { // another mount may cover it
          return candidate;
        }
      }
    }
    return null;
  }

  /** What comes after a path that another begins with. */
  private static BytePath below(BytePath path, BytePath top) {
    int start = top.isRoot() ? 0 : top.bytes().length();
    byte[] bytes = path.bytes().toArray();
    return BytePath.of(Bytes.of(bytes, start, bytes.length));
  }
}
