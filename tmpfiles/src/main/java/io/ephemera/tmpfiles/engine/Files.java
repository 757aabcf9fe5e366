// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Regular files and their content: {@code f}, {@code F}, {@code w}. */
final class Files {
  private static final int BITS_AT_CREATION = 0777;

  private final RunContext context;
  private final Creation creation;
  private final Permissions permissions;
  private final HardLinks hardLinks;

  Files(RunContext context, Creation creation, Permissions permissions, HardLinks hardLinks) {
    this.context = context;
    this.hardLinks = hardLinks;
    this.creation = creation;
    this.permissions = permissions;
  }

  void create(Line line, Action.CreateFile action) throws IOException {
    creation.run(line, new Kind(line, action));
  }

  /**
   * Content for what exists already, whatever it is; a symbolic link is followed as safely as any
   * path.
   */
  void write(Line line, BytePath path, Action.WriteFile action) throws IOException {
    try (Inode inode = target(path)) {
      if (inode == null) {
        return;
      }
      hardLinks.check(path, inode);
      if (!context.reportIfDryRun(line, path, Operation.WRITE, "")) {
        try (OpenFile file = inode.openForWriting(action.append())) {
          file.write(action.content());
        }
        context.reportDone(line, path, Operation.WRITE, "");
      }
      permissions.apply(line, path, inode, false);
    }
  }

  /**
   * What stands at a path, whoever owns it, as for a file that is created; only a symbolic link has
   * to lead where its owner may lead.
   */
  private @Nullable Inode target(BytePath path) throws IOException {
    Name name = path.name();
    try (Directory parent = Parents.openIfExists(context.root(), path)) {
      Stat stat = parent == null || name == null ? null : parent.statIfExists(name);
      if (parent == null || name == null || stat == null) {
        return null;
      }
      return stat.isSymlink() ? context.root().followIfExists(path) : parent.inode(name);
    }
  }

  private final class Kind implements Creation.Kind {
    private final Line line;
    private final Action.CreateFile action;

    Kind(Line line, Action.CreateFile action) {
      this.line = line;
      this.action = action;
    }

    @Override
    public Operation operation() {
      return Operation.CREATE_FILE;
    }

    @Override
    public boolean isType(Stat existing) {
      return existing.isRegular();
    }

    @Override
    public OpenFile create(Directory parent, Name name) throws IOException {
      OpenFile file = parent.createFile(name, line.mode().bits() & BITS_AT_CREATION);
      fill(file, parent, name);
      return file;
    }

    private void fill(OpenFile file, Directory parent, Name name) throws IOException {
      try {
        file.write(action.content());
      } catch (IOException e) {
        file.close();
        parent.remove(name); // half a file is worse than none
        throw e;
      }
    }

    @Override
    public Handle open(Directory parent, Name name) throws IOException {
      Inode inode = parent.inode(name);
      try {
        if (action.truncate() && inode.stat().isRegular()) {
          rewrite(inode);
        }
        return inode;
      } catch (IOException e) {
        inode.close();
        throw e;
      }
    }

    private void rewrite(Inode inode) throws IOException {
      Bytes content = action.content();
      Stat stat = inode.stat();
      if (stat.size() == 0 && content.isEmpty()) {
        return;
      }
      hardLinks.check(line.path(), inode);
      if (pretendRewrite()) {
        return;
      }
      try (OpenFile file = inode.openForWriting(false)) {
        file.truncate(0);
        file.write(content);
      }
      context.reportDone(line, line.path(), Operation.WRITE, "");
    }

    private boolean pretendRewrite() {
      return context.reportIfDryRun(line, line.path(), Operation.WRITE, "");
    }

    @Override
    public boolean insists() {
      return true;
    }

    @Override
    public boolean revises() {
      return action.truncate();
    }

    @Override
    public boolean needsParent() {
      return action.truncate();
    }

    @Override
    public boolean isReplacedByPlus() {
      return false;
    }
  }
}
