// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Errno;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.report.Verb;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which a line's path stands, made with everything above it where it is missing.
 */
final class Parents {
  private static final int MODE = 0755;

  private final Session session;

  Parents(Session session) {
    this.session = session;
  }

  /** The open parent directory; null in a dry run when it does not exist. */
  @Nullable Directory open(Line line) throws IOException {
    Root root = session.root();
    if (session.isDryRun()) {
      return openIfExists(root, line.path());
    }
    if (line.modifiers().replaceWrongType()) {
      replaceWrongTypes(line);
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

  /** What stands where a parent directory has to be, and is none, gives way to one. */
  private void replaceWrongTypes(Line line) throws IOException {
    BytePath above = BytePath.ROOT;
    for (Bytes component : line.path().parent().components()) {
      above = above.child(Name.of(component));
      if (isInTheWay(above)) {
        replace(line, above);
      }
    }
  }

  private boolean isInTheWay(BytePath path) throws IOException {
    try (Inode target = session.root().followIfExists(path)) {
      if (target != null) {
        return !target.stat().isDirectory();
      }
    }
    try (Inode dangling = session.root().findIfExists(path)) {
      return dangling != null;
    }
  }

  private void replace(Line line, BytePath path) throws IOException {
    Name name = path.name();
    if (name != null) {
      try (Directory parent = session.root().parentOf(path)) {
        Removal.removeTree(parent, name, path);
        parent.createDirectory(name, MODE).close();
        session.done(line, path, Verb.REPLACE, "by a directory");
      }
    }
  }
}
