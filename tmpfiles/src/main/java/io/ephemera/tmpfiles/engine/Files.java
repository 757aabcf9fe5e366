// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Regular files and their content: {@code f}, {@code F}, {@code w}. */
final class Files {
  private static final int BITS_AT_CREATION = 0777;

  /** A file of another user is copied for a line that writes to it up to this size, in bytes. */
  private static final int MOST_COPIED = 16 << 20;

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
    creation.run(line, new RegularFileKind(line, action));
  }

  /**
   * Writes to what exists, whatever it is. Symbolic links are followed by the same rules as any
   * path.
   */
  void write(Line line, BytePath path, Action.WriteFile action) throws IOException {
    try (FoundEntry found = FoundEntry.find(context.root(), path);
        Inode inode = found == null ? null : target(found)) {
      if (found == null || inode == null) {
        return;
      }
      hardLinks.check(path, inode);
      Stat existing = inode.stat();
      boolean foreign = isForeign(line, existing);
      if (foreign && !isReplaceable(found, existing)) {
        throw mayBeOpen(existing);
      }
      if (foreign && !context.isDryRun()) {
        replaceForeign(line, found, inode, action);
        return;
      }
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
   * Another user who owns a file may have it open, and would read what is written for a new owner.
   */
  private boolean isForeign(Line line, Stat existing) {
    return existing.isRegular() && permissions.takesAway(line, existing);
  }

  private static UnsafePathException mayBeOpen(Stat existing) {
    return new UnsafePathException(
        "user "
            + Integer.toUnsignedString(existing.uid())
            + " owns it, may have it open, and would read what is written for another owner;"
            + " use a line of type F or f+, which replaces the file");
  }

  /** Whether a new file with the same content can take its place. */
  private static boolean isReplaceable(FoundEntry found, Stat existing) {
    return found.stat().isSameInode(existing)
        && existing.size() <= MOST_COPIED
        && !existing.isMountPoint();
  }

  private void replaceForeign(Line line, FoundEntry found, Inode inode, Action.WriteFile action)
      throws IOException {
    Bytes old;
    try (OpenFile file = inode.openForReading()) {
      old = file.readAll(MOST_COPIED);
    }
    Bytes content = action.append() ? old.plus(action.content()) : over(old, action.content());
    creation.supersede(
        line,
        found.path(),
        new RegularFileKind(line, new Action.CreateFile(content, true)),
        found.parent(),
        found.name(),
        inode);
  }

  /** What is written replaces the beginning. */
  private static Bytes over(Bytes old, Bytes written) {
    return old.length() <= written.length()
        ? written
        : written.plus(Bytes.of(old.toArray(), written.length(), old.length()));
  }

  /**
   * What an entry is or leads to, whoever owns it, as for a file that is created. The ownership
   * rule applies to symbolic links alone.
   */
  private @Nullable Inode target(FoundEntry found) throws IOException {
    return found.stat().isSymlink()
        ? context.root().followIfExists(found.path())
        : found.parent().inode(found.name());
  }

  private final class RegularFileKind implements InodeKind {
    private final Line line;
    private final Action.CreateFile action;

    RegularFileKind(Line line, Action.CreateFile action) {
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
    public OpenFile create(Directory parent, Name name, int most) throws IOException {
      OpenFile file = parent.createFile(name, line.mode().bits() & BITS_AT_CREATION & most);
      try (ScopedHandle<OpenFile> created = new ScopedHandle<>(file)) {
        file.write(action.content());
        return created.release();
      } catch (IOException e) {
        parent.remove(name); // half a file is worse than none
        throw e;
      }
    }

    @Override
    public Handle open(Directory parent, Name name) throws IOException {
      try (ScopedHandle<Inode> opened = new ScopedHandle<>(parent.inode(name))) {
        if (action.truncate() && opened.get().stat().isRegular()) {
          rewrite(opened.get());
        }
        return opened.release();
      }
    }

    private boolean isEmptyAlready(Stat existing) {
      return existing.size() == 0 && action.content().isEmpty();
    }

    private void rewrite(Inode inode) throws IOException {
      Bytes content = action.content();
      if (isEmptyAlready(inode.stat())) {
        return;
      }
      hardLinks.check(line.path(), inode);
      if (!context.isDryRun() && isForeign(line, inode.stat())) {
        throw mayBeOpen(inode.stat());
      }
      if (context.reportIfDryRun(line, line.path(), Operation.WRITE, "")) {
        return;
      }
      try (OpenFile file = inode.openForWriting(false)) {
        file.truncate(0);
        file.write(content);
      }
      context.reportDone(line, line.path(), Operation.WRITE, "");
    }

    @Override
    public boolean mustExist() {
      return true;
    }

    @Override
    public boolean isSuperseded(Stat existing) {
      return action.truncate()
          && existing.isRegular()
          && !isEmptyAlready(existing)
          && permissions.takesAway(line, existing);
    }

    @Override
    public boolean changesExisting() {
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
