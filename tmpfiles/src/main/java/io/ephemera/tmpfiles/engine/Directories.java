// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Errno;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.report.Verb;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/** Directories: {@code d}, {@code D}, {@code v}, {@code q}, {@code Q} and {@code e}. */
final class Directories {
  private static final int BITS_AT_CREATION = 01777;

  private final Session session;
  private final Creation creation;
  private final Permissions permissions;

  Directories(Session session, Creation creation, Permissions permissions) {
    this.session = session;
    this.creation = creation;
    this.permissions = permissions;
  }

  void create(Line line) throws IOException {
    try {
      creation.run(line, new Kind(line.mode().bits() & BITS_AT_CREATION));
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOTDIR)) {
        throw e;
      }
      session.skipped(line, line.path(), Verb.CREATE_DIRECTORY, "what is above it is no directory");
    }
  }

  /** An existing directory; a symbolic link that leads to one is followed as safely as any path. */
  void adjust(Line line, BytePath path) throws IOException {
    try (Inode inode = session.root().followIfExists(path)) {
      if (inode == null) {
        return;
      }
      FileType type = inode.stat().type();
      if (type == FileType.DIRECTORY) {
        permissions.apply(line, path, inode, false);
      } else {
        session.skipped(line, path, Verb.CREATE_DIRECTORY, InTheWayException.reason(type));
      }
    }
  }

  private record Kind(int mode) implements Creation.Kind {
    @Override
    public Verb verb() {
      return Verb.CREATE_DIRECTORY;
    }

    @Override
    public boolean isType(Stat existing) {
      return existing.isDirectory();
    }

    @Override
    public void create(Directory parent, Name name) throws IOException {
      parent.createDirectory(name, mode).close();
    }

    @Override
    public boolean isReplacedByPlus() {
      return false;
    }
  }
}
