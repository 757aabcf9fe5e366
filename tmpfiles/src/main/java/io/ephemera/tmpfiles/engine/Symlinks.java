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
import org.jspecify.annotations.Nullable;

/** Creates symbolic links: {@code L}. */
final class Symlinks {
  private final RunContext context;
  private final Creation creation;

  Symlinks(RunContext context, Creation creation) {
    this.context = context;
    this.creation = creation;
  }

  void create(Line line, Action.CreateSymlink action) throws IOException {
    creation.run(line, new SymlinkKind(line, action.target()));
  }

  /** Resolves a relative target from the directory of the link, an absolute one from the root. */
  private boolean targetExists(BytePath link, Bytes target) throws IOException {
    BytePath path = BytePath.of(target);
    if (!path.isAbsolute()) {
      path = link.parent().append(path);
    }
    try (Inode found = context.root().lookUnguarded(path, true)) {
      return found != null;
    }
  }

  private final class SymlinkKind implements InodeKind {
    private final Line line;
    private final Bytes target;

    SymlinkKind(Line line, Bytes target) {
      this.line = line;
      this.target = target;
    }

    @Override
    public @Nullable String reasonNotToCreate() throws IOException {
      boolean wanted = !line.modifiers().targetMustExist() || targetExists(line.path(), target);
      return wanted ? null : "its target does not exist";
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
    public Inode create(Directory parent, Name name, int most) throws IOException {
      return parent.createSymlink(name, target);
    }
  }
}
