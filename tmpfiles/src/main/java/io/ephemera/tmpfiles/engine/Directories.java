// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/** Directories: {@code d}, {@code D}, {@code v}, {@code q}, {@code Q} and {@code e}. */
final class Directories {
  private static final int BITS_AT_CREATION = 01777;

  private final RunContext context;
  private final Creation creation;
  private final Permissions permissions;
  private final Subvolumes subvolumes;

  Directories(
      RunContext context, Creation creation, Permissions permissions, Subvolumes subvolumes) {
    this.context = context;
    this.creation = creation;
    this.permissions = permissions;
    this.subvolumes = subvolumes;
  }

  void create(Line line) throws IOException {
    run(line, new DirectoryKind(modeAtCreation(line)));
  }

  /** Creates a directory, as a btrfs subvolume where subvolumes are wanted. */
  void createSubvolume(Line line, Action.CreateSubvolume action) throws IOException {
    if (subvolumes.areWanted(context.root())) {
      SubvolumeKind kind = new SubvolumeKind(modeAtCreation(line), action.quota());
      run(line, kind);
      kind.checkQuota();
    } else {
      create(line);
    }
  }

  private static int modeAtCreation(Line line) {
    return line.mode().bits() & BITS_AT_CREATION;
  }

  private void run(Line line, InodeKind kind) throws IOException {
    try {
      creation.run(line, kind);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOTDIR) || !parentIsNoDirectory(line.path())) {
        throw e;
      }
      context.reportSkipped(
          line, line.path(), Operation.CREATE_DIRECTORY, "its parent is not a directory");
    }
  }

  /**
   * Whether the parent exists and is not a directory, which is reported but no failure. Further up
   * it is a failure.
   */
  private boolean parentIsNoDirectory(BytePath path) throws IOException {
    try (Inode above = context.root().followIfExists(path.parent())) {
      return above != null && !above.stat().isDirectory();
    }
  }

  /** Adjusts a directory that exists. Symbolic links are followed by the same rules as any path. */
  void adjust(Line line, BytePath path) throws IOException {
    try (Inode inode = context.root().followIfExists(path)) {
      if (inode == null) {
        return;
      }
      FileType type = inode.stat().type();
      if (type == FileType.DIRECTORY) {
        permissions.apply(line, path, inode, false);
      } else {
        context.reportSkipped(
            line, path, Operation.CREATE_DIRECTORY, InTheWayException.reason(type));
      }
    }
  }

  private record DirectoryKind(int mode) implements InodeKind {
    @Override
    public Operation operation() {
      return Operation.CREATE_DIRECTORY;
    }

    @Override
    public boolean isType(Stat existing) {
      return existing.isDirectory();
    }

    @Override
    public Directory create(Directory parent, Name name, int most) throws IOException {
      return parent.createDirectory(name, mode & most);
    }

    @Override
    public boolean isReplacedByPlus() {
      return false;
    }
  }
}
