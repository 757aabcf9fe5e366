// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Removal;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Creates one inode for a line: opens or creates the parent directory, examines what exists, and
 * replaces it if the line asks for that.
 */
final class Creation {
  /** How often to retry while other processes create and remove the same name. */
  private static final int MOST_TRIES = 8;

  private static final int SET_GROUP_ID = 02000;

  private final RunContext context;
  private final Parents parents;
  private final Permissions permissions;

  Creation(RunContext context, Parents parents, Permissions permissions) {
    this.context = context;
    this.parents = parents;
    this.permissions = permissions;
  }

  /** Creates the inode of a line, or adjusts what exists. */
  void run(Line line, InodeKind kind) throws IOException {
    try (Directory parent = parents.open(line)) {
      Name name = line.path().name();
      String leave = kind.reasonNotToCreate();
      if (leave != null) {
        removeWrongType(line, kind, parent);
        context.reportKept(line, line.path(), kind.operation(), leave);
        return;
      }
      if (parent == null || name == null) {
        pretendWithoutParent(line, kind);
        return;
      }
      for (int tries = 1; ; tries++) {
        try {
          once(line, kind, parent, name);
          return;
        } catch (SystemCallException e) {
          if (tries == MOST_TRIES || !isRace(e)) {
            throw e;
          }
        }
      }
    }
  }

  /** {@code =} removes an inode of another type even if nothing is created in its place. */
  private void removeWrongType(Line line, InodeKind kind, @Nullable Directory parent)
      throws IOException {
    Name name = line.path().name();
    if (!line.modifiers().replaceWrongType() || parent == null || name == null) {
      return;
    }
    Stat existing = parent.statIfExists(name);
    if (existing == null || kind.isType(existing)) {
      return;
    }
    Operation operation = existing.isDirectory() ? Operation.REMOVE_DIRECTORY : Operation.REMOVE;
    if (!context.reportIfDryRun(line, line.path(), operation, "")) {
      Removal.removeTree(parent, name, line.path());
      context.reportDone(line, line.path(), operation, "");
    }
  }

  private void pretendWithoutParent(Line line, InodeKind kind) throws IOException {
    if (kind.needsParent()) {
      context.root().parentOf(line.path()).close();
    }
    context.reportIfDryRun(line, line.path(), kind.operation(), "");
  }

  private static boolean isRace(SystemCallException e) {
    return e.is(Errno.EEXIST) && e.call().createsEntry();
  }

  private void once(Line line, InodeKind kind, Directory parent, Name name) throws IOException {
    Stat existing = parent.statIfExists(name);
    if (existing == null) {
      create(line, kind, parent, name);
    } else if (!kind.matches(parent, name, existing)) {
      displace(line, kind, parent, name, existing);
    } else if (kind.isSuperseded(existing) && !context.isDryRun()) {
      try (Inode old = parent.inode(name)) {
        if (!kind.isSuperseded(old.stat())) {
          throw new UnsafePathException("it was replaced while it was being examined");
        }
        supersede(line, line.path(), kind, parent, name, old);
      }
    } else if (permissions.areRight(line, existing) && !kind.changesExisting()) {
      context.reportAlreadyRight(line, line.path(), kind.operation());
    } else {
      adopt(line, kind, parent, name);
    }
  }

  private void create(Line line, InodeKind kind, Directory parent, Name name) throws IOException {
    if (context.reportIfDryRun(line, line.path(), kind.operation(), "")) {
      return;
    }
    try (Handle created = make(line, kind, parent, name, InodeKind.ALL)) {
      finish(line, kind.operation(), created);
    }
  }

  /**
   * Creates the inode. In the directory of another user it is private until the access control list
   * is removed that this user chose for what is created there.
   *
   * @param most the permission bits that it may have
   */
  private static Handle make(Line line, InodeKind kind, Directory parent, Name name, int most)
      throws IOException {
    if (!AccessLists.areInherited(parent.ownerAndMode(), line)) {
      return kind.create(parent, name, most);
    }
    Handle created = kind.create(parent, name, InodeKind.PRIVATE);
    try (ScopedHandle<Handle> scope = new ScopedHandle<>(created)) {
      Stat stat = created.stat();
      AccessLists.remove(created, stat);
      if (!stat.isSymlink()) {
        int bits = line.mode().bits() & most & (stat.isDirectory() ? 01777 : 0777);
        created.setMode(bits | (stat.mode() & SET_GROUP_ID));
      }
      return scope.release();
    } catch (IOException e) {
      Removal.removeTree(parent, name, line.path());
      throw e;
    }
  }

  /**
   * Replaces a file by a new one with what the line does not say: group, permission bits and
   * attributes of users. The bits come last, because the content may be for the new owner alone.
   * The directory keeps its times, by which it is cleaned.
   */
  void supersede(Line line, BytePath path, InodeKind kind, Directory parent, Name name, Inode old)
      throws IOException {
    Stat before = parent.stat();
    Stat existing = old.stat();
    try (Handle created = replace(line, kind, parent, name, existing, InodeKind.PRIVATE)) {
      context.reportDone(line, path, Operation.WRITE, "");
      CopiedMetadata.copyAttributes(old, created);
      permissions.applyInPlaceOf(existing, line, path, created);
    }
    restoreTimes(parent, before);
  }

  private static void restoreTimes(Directory parent, Stat before) throws SystemCallException {
    try {
      parent.setTimes(before);
    } catch (SystemCallException e) {
      if (!e.is(Errno.EPERM, Errno.EACCES)) {
        throw e;
      }
    }
  }

  /**
   * Adjusts what was created by its open handle: its name may lead to another inode by now, to
   * which the line must not be applied.
   */
  private void finish(Line line, Operation operation, Handle created) throws IOException {
    context.reportDone(line, line.path(), operation, "");
    permissions.apply(line, line.path(), created, true);
  }

  private void adopt(Line line, InodeKind kind, Directory parent, Name name) throws IOException {
    try (Handle inode = kind.open(parent, name)) {
      Stat stat = inode.stat();
      if (!kind.matches(parent, name, stat)) {
        throw new UnsafePathException("it was replaced while it was being examined");
      }
      permissions.apply(line, line.path(), inode, false);
    }
    context.reportAlreadyRight(line, line.path(), kind.operation());
  }

  private void displace(Line line, InodeKind kind, Directory parent, Name name, Stat existing)
      throws IOException {
    boolean byPlus = line.modifiers().plus() && kind.isReplacedByPlus();
    boolean byType = line.modifiers().replaceWrongType() && !kind.isType(existing);
    if (!byPlus && !byType) {
      reportInTheWay(line, kind, existing);
      return;
    }
    if (context.reportIfDryRun(line, line.path(), Operation.REPLACE, "")) {
      return;
    }
    try (Handle created = replace(line, kind, parent, name, existing, InodeKind.ALL)) {
      finish(line, Operation.REPLACE, created);
    }
  }

  /**
   * Replaces what exists with one rename, so that the name always leads to something; only a
   * directory has to be removed first.
   */
  private static Handle replace(
      Line line, InodeKind kind, Directory parent, Name name, Stat existing, int most)
      throws IOException {
    if (existing.isMountPoint()) {
      throw new UnsafePathException("something is mounted there");
    }
    Name temporary = Directory.temporaryName(name);
    Handle created = make(line, kind, parent, temporary, most);
    try (ScopedHandle<Handle> scope = new ScopedHandle<>(created)) {
      if (existing.isDirectory()) {
        Removal.removeTree(parent, name, line.path());
      } else if (created.stat().isDirectory()) {
        parent.remove(name);
      }
      parent.rename(temporary, name);
      return scope.release();
    } catch (IOException e) {
      Removal.removeTree(parent, temporary, line.path());
      throw e;
    }
  }

  private void reportInTheWay(Line line, InodeKind kind, Stat existing) throws IOException {
    if (kind.mustExist() && !context.isDryRun()) {
      throw new InTheWayException(existing.type());
    }
    context.reportSkipped(
        line, line.path(), kind.operation(), InTheWayException.reason(existing.type()));
  }
}
