// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Inode;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.TreeWalk;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Adjusts an existing inode and, for the recursive types, everything below it: {@code m z Z t T h H
 * a A k K}.
 */
final class Adjustments {
  private final RunContext context;

  Adjustments(RunContext context) {
    this.context = context;
  }

  /** An adjustment of one inode. */
  interface Adjuster {
    Operation operation();

    /** Adjusts an open inode, whatever its name leads to meanwhile. */
    void apply(Line line, BytePath path, Inode inode) throws IOException;
  }

  /** Carries out a line at one path. */
  void run(Line line, BytePath path, boolean recursive, Adjuster operation) throws IOException {
    try (Inode inode = context.root().findIfExists(path)) {
      if (inode == null) {
        return;
      }
      operation.apply(line, path, inode);
      if (recursive && inode.stat().isDirectory()) {
        below(line, path, inode, operation);
      }
    }
  }

  private void below(Line line, BytePath path, Inode inode, Adjuster operation) throws IOException {
    try (Directory top = inode.listable()) {
      TreeWalk.below(top, path, new Each(line, operation));
    }
  }

  private final class Each implements TreeWalk.Visitor {
    private final Line line;
    private final Adjuster operation;

    Each(Line line, Adjuster operation) {
      this.line = line;
      this.operation = operation;
    }

    @Override
    public boolean visit(Entry entry) throws IOException {
      try (Inode inode = entry.directory().inode(entry.name())) {
        operation.apply(line, entry.path(), inode);
      }
      return entry.stat().isDirectory();
    }

    @Override
    public void failed(@Nullable Entry entry, IOException reason) {
      boolean gone = reason instanceof SystemCallException e && e.is(Errno.ENOENT);
      if (!gone) {
        context.reportFailed(
            line, entry == null ? line.path() : entry.path(), operation.operation(), reason);
      }
    }
  }
}
