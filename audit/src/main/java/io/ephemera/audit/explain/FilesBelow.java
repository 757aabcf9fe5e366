// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Listed;
import io.ephemera.fs.Root;
import io.ephemera.fs.TreeWalk;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.FileUse;
import io.ephemera.process.MountInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of the first files in some directories, to find a file by its numbers. */
final class FilesBelow {
  private static final int MOST_FILES = 20_000;

  private final Root root;
  private final Map<Integer, List<Found>> byHalf = new HashMap<>();
  private final Set<BytePath> mayWait = MountInfo.ofProcess().pointsThatMayWait();
  private int files;

  FilesBelow(Root root) {
    this.root = root;
  }

  /** A file and its path. */
  private record Found(FileId file, BytePath path) {}

  /**
   * Reads a directory and all that is in it, but what is mounted there.
   *
   * @return whether there was room for all of it
   */
  boolean read(BytePath directory) throws IOException {
    try (Inode held = mayWait.contains(directory) ? null : root.lookUnguarded(directory, false)) {
      if (held != null && held.stat().isDirectory()) {
        add(FileId.of(held.stat()), directory);
        try (Directory top = held.listable()) {
          TreeWalk.below(top, directory, new Walk());
        }
      }
    }
    return files < MOST_FILES;
  }

  private void add(FileId file, BytePath path) {
    files++;
    byHalf
        .computeIfAbsent((int) file.inode(), none -> new ArrayList<>())
        .add(new Found(file, path));
  }

  private boolean hasRoom() {
    return files < MOST_FILES;
  }

  /** The paths of the file of a use. */
  List<BytePath> of(FileUse use) {
    return byHalf.getOrDefault(use.halfInode(), List.of()).stream()
        .filter(found -> use.isProvenOf(found.file()))
        .map(Found::path)
        .distinct()
        .toList();
  }

  /** By one thread. */
  private final class Walk implements TreeWalk.Visitor {
    @Override
    public boolean passesOver(Listed entry) {
      return !mayWait.isEmpty() && mayWait.contains(entry.path());
    }

    @Override
    public boolean goesOn() {
      return hasRoom();
    }

    @Override
    public boolean visit(Entry entry) {
      add(FileId.of(entry.stat()), entry.path());
      return entry.stat().isDirectory() && !entry.stat().isMountPoint();
    }

    @Override
    public void failed(TreeWalk.Failure failure) {
      // what a user may not read has no name here
    }
  }
}
