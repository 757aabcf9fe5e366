// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Name;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What every line that creates one inode has in common: the parent directory, the look at what is
 * there, and what happens to something else in the way.
 */
final class Creation {
  /** Others may create and remove the same name meanwhile; so often we look again. */
  private static final int MOST_TRIES = 8;

  private final RunContext context;
  private final Parents parents;
  private final Permissions permissions;

  Creation(RunContext context, Parents parents, Permissions permissions) {
    this.context = context;
    this.parents = parents;
    this.permissions = permissions;
  }

  /** One kind of inode. */
  interface Kind {
    Operation operation();

    /** Whether what exists is of the line's type. */
    boolean isType(Stat existing);

    /** Whether what exists is what the line means: most kinds ask for no more than the type. */
    default boolean matches(Directory parent, Name name, Stat existing) throws IOException {
      return isType(existing);
    }

    /**
     * Why nothing is to be done after all, once the parent directory is there; nothing for the
     * usual case.
     */
    default String reasonToLeave() throws IOException {
      return "";
    }

    /**
     * Whether a dry run fails, as systemd-tmpfiles(8) does, where the parent directory does not
     * exist yet.
     */
    default boolean needsParent() {
      return false;
    }

    /** Creates it under a name that is free, and holds what it created. */
    Handle create(Directory parent, Name name) throws IOException;

    /** Treats what exists as the line wants; most kinds only hold it. */
    default Handle open(Directory parent, Name name) throws IOException {
      return parent.inode(name);
    }

    /**
     * Whether what exists, and is of the right type, may still be changed by more than its mode and
     * owner.
     */
    default boolean revises() {
      return false;
    }

    /** Whether something else in the way is an error, and not only a message. */
    default boolean insists() {
      return false;
    }

    /** Whether {@code +} replaces something else in the way. */
    default boolean isReplacedByPlus() {
      return true;
    }
  }

  /** Carries out a line. */
  void run(Line line, Kind kind) throws IOException {
    try (Directory parent = parents.open(line)) {
      Name name = line.path().name();
      String leave = kind.reasonToLeave();
      if (!leave.isEmpty()) {
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

  /** An equals sign clears the place of what is of another type, also where nothing is to come. */
  private void removeWrongType(Line line, Kind kind, @Nullable Directory parent)
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

  private void pretendWithoutParent(Line line, Kind kind) throws IOException {
    if (kind.needsParent()) {
      context.root().parentOf(line.path()).close();
    }
    context.reportIfDryRun(line, line.path(), kind.operation(), "");
  }

  private static boolean isRace(SystemCallException e) {
    return e.is(Errno.EEXIST) && e.call().createsEntry();
  }

  private void once(Line line, Kind kind, Directory parent, Name name) throws IOException {
    Stat existing = parent.statIfExists(name);
    if (existing == null) {
      create(line, kind, parent, name);
    } else if (!kind.matches(parent, name, existing)) {
      displace(line, kind, parent, name, existing);
    } else if (permissions.areRight(line, existing) && !kind.revises()) {
      context.reportAlreadyRight(line, line.path(), kind.operation());
    } else {
      adopt(line, kind, parent, name);
    }
  }

  private void create(Line line, Kind kind, Directory parent, Name name) throws IOException {
    if (context.reportIfDryRun(line, line.path(), kind.operation(), "")) {
      return;
    }
    try (Handle created = kind.create(parent, name)) {
      finish(line, kind.operation(), created);
    }
  }

  /**
   * What was created is still held: another of root's inodes may stand under its name by now, and
   * is not what the line is for.
   */
  private void finish(Line line, Operation operation, Handle created) throws IOException {
    context.reportDone(line, line.path(), operation, "");
    permissions.apply(line, line.path(), created, true);
  }

  private void adopt(Line line, Kind kind, Directory parent, Name name) throws IOException {
    try (Handle inode = kind.open(parent, name)) {
      Stat stat = inode.stat();
      if (!kind.matches(parent, name, stat)) {
        throw new UnsafePathException("it was exchanged while it was being looked at");
      }
      permissions.apply(line, line.path(), inode, false);
    }
    context.reportAlreadyRight(line, line.path(), kind.operation());
  }

  private void displace(Line line, Kind kind, Directory parent, Name name, Stat existing)
      throws IOException {
    boolean byPlus = line.modifiers().plus() && kind.isReplacedByPlus();
    boolean byType = line.modifiers().replaceWrongType() && !kind.isType(existing);
    if (!byPlus && !byType) {
      inTheWay(line, kind, existing);
      return;
    }
    if (context.reportIfDryRun(line, line.path(), Operation.REPLACE, "")) {
      return;
    }
    try (Handle created = replace(line, kind, parent, name, existing)) {
      finish(line, Operation.REPLACE, created);
    }
  }

  /**
   * A new inode takes the name at one moment, so that nobody ever finds nothing there; only a
   * directory has to be removed first.
   */
  private static Handle replace(Line line, Kind kind, Directory parent, Name name, Stat existing)
      throws IOException {
    if (existing.isMountPoint()) {
      throw new UnsafePathException("something is mounted there");
    }
    Name temporary = Directory.temporaryName(name);
    Handle created = kind.create(parent, temporary);
    try {
      if (existing.isDirectory()) {
        Removal.removeTree(parent, name, line.path());
      } else if (created.stat().isDirectory()) {
        parent.remove(name);
      }
      parent.rename(temporary, name);
      return created;
    } catch (IOException e) {
      created.close();
      Removal.removeTree(parent, temporary, line.path());
      throw e;
    }
  }

  private void inTheWay(Line line, Kind kind, Stat existing) throws IOException {
    if (kind.insists() && !context.isDryRun()) {
      throw new InTheWayException(existing.type());
    }
    context.reportSkipped(
        line, line.path(), kind.operation(), InTheWayException.reason(existing.type()));
  }
}
