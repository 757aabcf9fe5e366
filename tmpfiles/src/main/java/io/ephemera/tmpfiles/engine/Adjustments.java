// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Descent;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Errno;
import io.ephemera.fs.Inode;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.Visit;
import io.ephemera.report.Verb;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Applies something to an existing inode and, for the recursive types, to all below it: {@code z Z
 * t T h H a A}.
 */
final class Adjustments {
  private final Session session;

  Adjustments(Session session) {
    this.session = session;
  }

  /** What is applied. */
  interface Operation {
    Verb verb();

    /** Applies it to an inode that is held; its name does not matter any more. */
    void apply(Line line, BytePath path, Inode inode) throws IOException;
  }

  /** Carries out a line at one path. */
  void run(Line line, BytePath path, boolean recursive, Operation operation) throws IOException {
    try (Inode inode = session.root().findIfExists(path)) {
      if (inode == null) {
        return;
      }
      operation.apply(line, path, inode);
      if (recursive && inode.stat().isDirectory()) {
        below(line, path, inode, operation);
      }
    }
  }

  private void below(Line line, BytePath path, Inode inode, Operation operation)
      throws IOException {
    try (Directory top = inode.listable()) {
      Descent.below(top, path, new Each(line, operation));
    }
  }

  private final class Each implements Descent.Visitor {
    private final Line line;
    private final Operation operation;

    Each(Line line, Operation operation) {
      this.line = line;
      this.operation = operation;
    }

    @Override
    public boolean visit(Visit entry) throws IOException {
      try (Inode inode = entry.directory().inode(entry.name())) {
        operation.apply(line, entry.path(), inode);
      }
      return entry.stat().isDirectory();
    }

    @Override
    public void failed(@Nullable Visit entry, IOException reason) {
      boolean gone = reason instanceof SystemCallException e && e.is(Errno.ENOENT);
      if (!gone) {
        session.failed(line, entry == null ? line.path() : entry.path(), operation.verb(), reason);
      }
    }
  }
}
