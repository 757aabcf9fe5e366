// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens the parent directory of a line's path, and creates missing directories on the way. */
final class Parents {
  private static final int MODE = 0755;

  private final RunContext context;

  Parents(RunContext context) {
    this.context = context;
  }

  /** The open parent directory; null in a dry run when it does not exist. */
  @Nullable Directory open(Line line) throws IOException {
    Root root = context.root();
    BytePath wrong = line.modifiers().replaceWrongType() ? inTheWay(line.path()) : null;
    if (wrong != null) {
      replace(line, wrong);
    }
    if (context.isDryRun()) {
      return wrong != null ? null : openIfExists(root, line.path());
    }
    return root.makeParentOf(line.path());
  }

  static @Nullable Directory openIfExists(Root root, BytePath path) throws IOException {
    try {
      return root.parentOf(path);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  /** The uppermost parent in the path that exists and is not a directory, or null. */
  private @Nullable BytePath inTheWay(BytePath path) throws IOException {
    BytePath above = BytePath.ROOT;
    for (Bytes component : path.parent().components()) {
      above = above.child(Name.of(component));
      if (isInTheWay(above)) {
        return above;
      }
    }
    return null;
  }

  /**
   * The target of a symbolic link is only examined, without the ownership rule. If it is a
   * directory, the path of the line is resolved through it by the rule; otherwise only the link is
   * replaced.
   */
  private boolean isInTheWay(BytePath path) throws IOException {
    try (Inode found = context.root().findIfExists(path)) {
      if (found == null) {
        return false;
      }
      if (!found.stat().isSymlink()) {
        return !found.stat().isDirectory();
      }
    }
    try (Inode target = context.root().lookUnguarded(path, true)) {
      return target == null || !target.stat().isDirectory();
    }
  }

  private void replace(Line line, BytePath path) throws IOException {
    try (Directory parent = context.root().parentOfOwn(path)) {
      if (context.isDryRun()) {
        return;
      }
      Name name = Objects.requireNonNull(path.name());
      Removal.removeTree(parent, name, path);
      parent.createDirectory(name, MODE).close();
      context.reportDone(line, path, Operation.REPLACE, "by a directory");
    }
  }
}
