// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/** Symbolic links: {@code L}. */
final class Symlinks {
  private final RunContext context;
  private final Creation creation;

  Symlinks(RunContext context, Creation creation) {
    this.context = context;
    this.creation = creation;
  }

  void create(Line line, Action.CreateSymlink action) throws IOException {
    creation.run(line, new Link(line, action.target()));
  }

  /** A relative target is looked for beside the link, an absolute one below the root directory. */
  private boolean targetExists(BytePath link, Bytes target) throws IOException {
    BytePath path = BytePath.of(target);
    if (!path.isAbsolute()) {
      path = link.parent().append(path);
    }
    try (Inode found = context.root().lookUnguarded(path, true)) {
      return found != null;
    }
  }

  private final class Link implements Creation.Kind {
    private final Line line;
    private final Bytes target;

    Link(Line line, Bytes target) {
      this.line = line;
      this.target = target;
    }

    @Override
    public String reasonToLeave() throws IOException {
      boolean wanted = !line.modifiers().targetMustExist() || targetExists(line.path(), target);
      return wanted ? "" : "its target does not exist";
    }

    @Override
    public Operation operation() {
      return Operation.CREATE_SYMLINK;
    }

    @Override
    public boolean isType(Stat existing) {
      return existing.isSymlink();
    }

    @Override
    public boolean matches(Directory parent, Name name, Stat existing) throws IOException {
      return existing.isSymlink() && parent.linkText(name).equals(target);
    }

    @Override
    public Inode create(Directory parent, Name name) throws IOException {
      return parent.createSymlink(name, target);
    }
  }
}
