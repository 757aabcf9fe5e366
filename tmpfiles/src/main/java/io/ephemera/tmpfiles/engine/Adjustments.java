// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.TreeWalk;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/**
 * Adjusts an existing inode and, for the recursive types, everything below it: {@code m z Z t T h H
 * a A k K}. What cannot be looked at or changed is reported, and what is below it adjusted all the
 * same.
 */
final class Adjustments {
  private final RunContext context;

  Adjustments(RunContext context) {
    this.context = context;
  }

  /** An adjustment of one inode. Thread-safe, for inodes that are different ones. */
  interface Adjuster {
    Operation operation();

    /** Whether a line may change anything, so that what is below a directory matters. */
    default boolean changesAnything(Line line) {
      return true;
    }

    /** Whether the snapshot is enough to see that nothing is to be changed or refused. */
    default boolean isRight(Line line, Stat stat) {
      return false;
    }

    /** Adjusts an open inode, whatever its name leads to meanwhile. */
    void apply(Line line, BytePath path, Inode inode) throws IOException;
  }

  /** Carries out a line at one path. */
  void run(Line line, BytePath path, boolean recursive, Adjuster operation) throws IOException {
    try (Inode inode = context.root().findIfExists(path)) {
      if (inode == null) {
        return;
      }
      if (recursive && inode.stat().isDirectory()) {
        new Each(line, operation).adjust(path, inode);
      } else {
        operation.apply(line, path, inode);
      }
    }
  }

  /** Several threads may adjust entries. */
  private final class Each implements TreeWalk.Visitor {
    private final Line line;
    private final Adjuster operation;

    Each(Line line, Adjuster operation) {
      this.line = line;
      this.operation = operation;
    }

    /**
     * Adjusts a directory and everything below it. A dry run uses one thread, so that it always
     * reports in the same order.
     */
    void adjust(BytePath path, Inode directory) throws IOException {
      try {
        operation.apply(line, path, directory);
      } catch (IOException e) {
        failed(new TreeWalk.Failure(TreeWalk.Attempt.VISIT, path, e));
      }
      try (Directory top = directory.listable()) {
        if (!operation.changesAnything(line)) {
          return;
        }
        if (context.isDryRun()) {
          TreeWalk.below(top, path, this);
        } else {
          TreeWalk.belowOnAllCores(top, top.stat(), path, this);
        }
      }
    }

    @Override
    public boolean goesOn() {
      return !context.progress().throttle().stopIfTimeIsUp();
    }

    @Override
    public boolean visit(Entry entry) {
      Stat stat = entry.stat();
      if (operation.isRight(line, stat)) {
        return stat.isDirectory();
      }
      if (stat.isDirectory() || stat.links() == 1) {
        apply(entry);
      } else {
        synchronized (this) { // two threads may meet at two names of one file
          apply(entry);
        }
      }
      return stat.isDirectory();
    }

    private void apply(Entry entry) {
      try (Inode inode = entry.directory().inode(entry.name())) {
        operation.apply(line, entry.path(), inode);
      } catch (IOException e) {
        failed(new TreeWalk.Failure(TreeWalk.Attempt.VISIT, entry.path(), e));
      }
    }

    @Override
    public void failed(TreeWalk.Failure failure) {
      if (!failure.isGone()) {
        context.reportFailed(line, failure.path(), operation.operation(), failure.reason());
      }
    }
  }
}
