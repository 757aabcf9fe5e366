// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An entry that exists at the path of a line, in its open parent directory.
 *
 * @param stat the entry when it was found; on a remote file system, sizes and times may be older
 */
record FoundEntry(Directory parent, Name name, Stat stat, BytePath path) implements AutoCloseable {
  /** Finds what exists at a path, or null. The root directory has no parent and is not found. */
  static @Nullable FoundEntry find(Root root, BytePath path) throws IOException {
    Directory parent = Parents.openIfExists(root, path);
    return parent == null ? null : in(parent, path);
  }

  /** As {@link #find}, without the ownership rule: only to look. */
  static @Nullable FoundEntry findUnguarded(Root root, BytePath path) throws IOException {
    try (Inode parent = root.lookUnguarded(path.parent(), true)) {
      return parent == null || !parent.stat().isDirectory() ? null : in(parent.directory(), path);
    }
  }

  private static @Nullable FoundEntry in(Directory parent, BytePath path) throws IOException {
    Name name = path.name();
    try (ScopedHandle<Directory> scope = new ScopedHandle<>(parent)) {
      Stat stat = name == null ? null : parent.lookIfExists(name);
      return name == null || stat == null
          ? null
          : new FoundEntry(scope.release(), name, stat, path);
    }
  }

  /**
   * The same with an up-to-date snapshot, unless it is a mount point, whose file system may never
   * answer; null if it does not exist any more.
   */
  @Nullable FoundEntry upToDate() throws IOException {
    Stat now = stat.isMountPoint() ? stat : parent.statIfExists(name);
    return now == null ? null : new FoundEntry(parent, name, now, path);
  }

  boolean isDirectory() {
    return stat.isDirectory();
  }

  Directory openForReading() throws IOException {
    return parent.openForReading(name);
  }

  /** Removes a file or an empty directory. */
  void remove() throws IOException {
    if (isDirectory()) {
      parent.removeDirectory(name);
    } else {
      parent.remove(name);
    }
  }

  @Override
  public void close() {
    parent.close();
  }
}
