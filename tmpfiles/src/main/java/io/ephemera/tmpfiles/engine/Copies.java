// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Copies trees: {@code C}. */
final class Copies {
  private final RunContext context;
  private final Parents parents;
  private final Permissions permissions;
  private final HardLinks hardLinks;

  Copies(RunContext context, Parents parents, Permissions permissions, HardLinks hardLinks) {
    this.context = context;
    this.parents = parents;
    this.permissions = permissions;
    this.hardLinks = hardLinks;
  }

  void create(Line line, Action.Copy action) throws IOException {
    try (Inode source = context.root().findIfExists(action.source())) {
      if (source == null) {
        context.reportKept(
            line, line.path(), Operation.COPY, "the source " + action.source() + " does not exist");
        return;
      }
      refuseIntoItself(source, line.path());
      try (Directory parent = parents.open(line)) {
        place(line, action, source, parent);
      }
    }
  }

  private void place(Line line, Action.Copy action, Inode source, @Nullable Directory parent)
      throws IOException {
    Name name = line.path().name();
    if (parent == null || name == null) {
      context.reportIfDryRun(line, line.path(), Operation.COPY, "");
      return;
    }
    Stat existing = parent.statIfExists(name);
    boolean rightType = existing == null || existing.type() == source.stat().type();
    if (existing != null && !rightType) {
      reportInTheWay(line, source, existing);
      return;
    }
    boolean fill = existing == null || isToBeFilled(line, parent, name, existing);
    if (!fill || context.reportIfDryRun(line, line.path(), Operation.COPY, "")) {
      adjustExisting(line, source, parent, name);
      return;
    }
    refuseIntoItself(source.stat(), parent);
    if (!source.stat().isDirectory()) {
      checkNames(source, action.source());
    }
    boolean exists = existing != null;
    // without +, the next run would take a part of the tree for the whole copy
    boolean mayStop = !exists || line.modifiers().plus();
    Throttle throttle = mayStop ? context.progress().throttle() : Throttle.unlimited();
    TreeCopy copy = new TreeCopy(context, line, action.source(), hardLinks, exists, throttle);
    try (Handle top = copy.copy(source, parent, name)) {
      if (!copy.hasFailed() && !copy.hasStopped()) {
        report(line, copy);
        permissions.apply(line, line.path(), top, existing == null);
      }
    }
  }

  /** On a read-only file system, what exists is left as it is. */
  private void report(Line line, TreeCopy copy) {
    if (copy.isReadOnly()) {
      context.reportSkipped(line, line.path(), Operation.COPY, Errno.EROFS.text());
    } else {
      context.reportDone(line, line.path(), Operation.COPY, "");
    }
  }

  /** Something of another type in the way of a directory is an error; a file is skipped. */
  private void reportInTheWay(Line line, Inode source, Stat existing) throws IOException {
    if (source.stat().isDirectory() && !existing.isSymlink()) {
      throw new InTheWayException(existing.type());
    }
    context.reportSkipped(
        line, line.path(), Operation.COPY, InTheWayException.reason(existing.type()));
  }

  private static boolean isToBeFilled(Line line, Directory parent, Name name, Stat existing)
      throws IOException {
    if (!existing.isDirectory()) {
      return false;
    }
    try (Directory directory = parent.openForReading(name)) {
      return line.modifiers().plus() || directory.entries().next() == null;
    }
  }

  private void checkNames(Inode source, BytePath path) throws IOException {
    try (Directory parent = context.root().parentOf(path)) {
      hardLinks.checkIn(parent, path, source);
    }
  }

  /** A copy into its own source would never end. */
  private static void refuseIntoItself(Stat source, Directory parent) throws IOException {
    if (source.isDirectory() && parent.isWithin(source)) {
      throw new UnsafePathException("the source contains the target");
    }
  }

  /** The same before any parent directory is created: the last one that exists decides. */
  private void refuseIntoItself(Inode source, BytePath target) throws IOException {
    BytePath above = target.parent();
    Inode existing = context.root().followIfExists(above);
    while (existing == null) {
      above = above.parent();
      existing = context.root().followIfExists(above);
    }
    if (existing.stat().isDirectory()) {
      try (Directory parent = Directory.of(existing)) {
        refuseIntoItself(source.stat(), parent);
      }
    } else {
      existing.close();
    }
  }

  /** The mode and owner of the line apply to the topmost inode only. */
  private void adjustExisting(Line line, Inode source, Directory parent, Name name)
      throws IOException {
    if (parent.statIfExists(name) == null) {
      return;
    }
    try (Inode top = parent.inode(name)) {
      if (top.stat().type() != source.stat().type()) {
        throw new UnsafePathException("it was replaced while it was being copied");
      }
      permissions.apply(line, line.path(), top, false);
    }
  }
}
