// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.RunRecord.Identity;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecord.Thing;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.Objects;

/**
 * Makes directories so that the process can be killed at any moment: the record names an
 * unguessable path first, under which the directory is made and gets its owner and mode; then the
 * record names its inode; then it gets its name, if that is free.
 */
final class DirectoryMaker {
  private static final int PRIVATE_MODE = 0700;
  private static final int PARENT_MODE_OF_ROOT = 0755;
  private static final int OTHERS_WRITE = 02;

  private final RecordFile record;
  private final Steps steps;

  DirectoryMaker(RecordFile record, Steps steps) {
    this.record = record;
    this.steps = steps;
  }

  /** Whether another run made or shares something. */
  interface Sharing {
    boolean isClaimed(Thing thing) throws IOException;
  }

  /** The owner, the group and the exact mode of a directory. */
  private record Shape(int uid, int gid, int mode) {}

  /** To whom something belongs. */
  record Owner(int uid, int gid) {
    /** This process. */
    static final Owner CALLER = new Owner(Users.effectiveUid(), Users.effectiveGid());

    static Owner of(PlannedDirectory planned) {
      return new Owner(planned.uid(), planned.gid());
    }
  }

  /**
   * Makes a directory, or verifies that an existing one fits.
   *
   * @param kind how it is recorded
   * @param sharing whether an existing one is removed one day, and therefore has to be claimed
   */
  void make(PlannedDirectory planned, Kind kind, Sharing sharing) throws IOException {
    BytePath path = planned.path();
    Name name = Objects.requireNonNull(path.name());
    try (Root root = Root.host();
        Directory parent = parentOf(root, path, Owner.of(planned), kind)) {
      refuseForeign(parent, planned);
      Shape shape = new Shape(planned.uid(), planned.gid(), planned.mode());
      if (parent.statIfExists(name) != null || !create(parent, path, shape, kind)) {
        Stat existing = new ExistingDirectory(parent, planned).verify();
        Thing thing = new Thing(kind, path, path, Identity.of(existing));
        if (sharing.isClaimed(thing)) {
          record.made(kind, path, path, existing);
        }
      }
    } catch (UnsafePathException | SystemCallException e) {
      throw failure(path, e);
    }
  }

  private static RunException failure(BytePath path, IOException e) {
    String reason = e instanceof SystemCallException call ? call.errno().text() : e.getMessage();
    return new RunException(
        Failure.CANNOT_CREATE, "cannot create directory \"" + path + "\": " + reason, e);
  }

  /** The directory above what will belong to an owner. It is made if it is missing. */
  Directory parentOf(Root root, BytePath path, Owner owner, Kind kind) throws IOException {
    try {
      return root.parentOf(path);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT) || path.parent().isRoot()) {
        throw e;
      }
      makeAbove(root, path.parent(), owner, kind, e);
      return root.parentOf(path);
    }
  }

  private void makeAbove(
      Root root, BytePath path, Owner owner, Kind kind, SystemCallException missing)
      throws IOException {
    Kind above = kind == Kind.LASTING_DIRECTORY ? kind : Kind.PARENT_DIRECTORY;
    try (Directory parent = parentOf(root, path, owner, kind)) {
      if (parent.statIfExists(Objects.requireNonNull(path.name())) != null) {
        throw missing; // a symbolic link that leads nowhere
      }
      create(parent, path, shapeAbove(parent, path, owner), above);
    }
  }

  /** In a directory of the command's user, that user's as well: any other could be replaced. */
  private static Shape shapeAbove(Directory parent, BytePath path, Owner owner) throws IOException {
    boolean ofUser = owner.uid() != Owner.CALLER.uid() && parent.stat().uid() == owner.uid();
    Owner above = ofUser ? owner : Owner.CALLER;
    refuseStranger(parent, above.uid(), path.parent());
    return new Shape(above.uid(), above.gid(), parentMode());
  }

  /** That of a user is closed to others, as the XDG Base Directory Specification wants it. */
  private static int parentMode() {
    return Users.effectiveUid() == 0 ? PARENT_MODE_OF_ROOT : PRIVATE_MODE;
  }

  private static void refuseForeign(Directory parent, PlannedDirectory planned) throws IOException {
    refuseStranger(parent, planned.uid(), planned.path().parent());
  }

  /** What an unprivileged user owns must not lead to what another one owns. */
  static void refuseStranger(Directory parent, int owner, BytePath path) throws IOException {
    Stat stat = parent.stat();
    if (!stat.belongsToRootOrUs() && stat.uid() != owner) {
      throw new RunException(
          Failure.CANNOT_CREATE,
          "\""
              + path
              + "\" belongs to user "
              + Integer.toUnsignedString(stat.uid())
              + ", who could replace what is made in it; choose another place");
    }
    if ((stat.mode() & OTHERS_WRITE) != 0) {
      throw new RunException(
          Failure.CANNOT_CREATE,
          "\"" + path + "\" is writable by any user; choose another place, or run chmod o-w");
    }
  }

  /** Makes a directory; false if its name was taken meanwhile. */
  private boolean create(Directory parent, BytePath path, Shape shape, Kind kind)
      throws IOException {
    Name name = Objects.requireNonNull(path.name());
    Name staging = Directory.temporaryName(name);
    BytePath stagingPath = path.parent().child(staging);
    record.making(kind, path, stagingPath);
    steps.reached("name recorded");
    try (Directory made = parent.createDirectory(staging, PRIVATE_MODE)) {
      steps.reached("directory made");
      shape(made, shape);
      steps.reached("owner and mode set");
      record.made(kind, path, stagingPath, made.stat());
      steps.reached("inode recorded");
      boolean moved = move(parent, staging, name);
      steps.reached("directory named");
      return moved;
    }
  }

  private static boolean move(Directory parent, Name staging, Name name)
      throws SystemCallException {
    try {
      parent.renameToFree(staging, name);
      return true;
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      parent.removeDirectory(staging);
      return false;
    }
  }

  /** Undoes what umask(2), a set-group-ID bit and a default ACL of the directory above did. */
  private static void shape(Directory made, Shape shape) throws SystemCallException {
    made.removeAttribute(ExistingDirectory.DEFAULT_LIST);
    made.removeAttribute(ExistingDirectory.ACCESS_LIST);
    Stat stat = made.stat();
    if (stat.uid() != shape.uid() || stat.gid() != shape.gid()) {
      made.setOwner(shape.uid(), shape.gid());
    }
    made.setMode(shape.mode());
  }

  /**
   * Makes a directory whose final name is unguessable, so that it needs no other, and that only its
   * owner may enter.
   */
  Directory makeUnguessable(Directory parent, BytePath path) throws IOException {
    Shape shape = new Shape(Users.effectiveUid(), Users.effectiveGid(), PRIVATE_MODE);
    record.making(Kind.PRIVATE_TMP, path, path);
    steps.reached("name recorded");
    try (ScopedHandle<Directory> made =
        new ScopedHandle<>(
            parent.createDirectory(Objects.requireNonNull(path.name()), PRIVATE_MODE))) {
      steps.reached("directory made");
      shape(made.get(), shape);
      record.made(Kind.PRIVATE_TMP, path, path, made.get().stat());
      steps.reached("inode recorded");
      return made.release();
    }
  }

  /** Makes a directory with a mode and an owner in one that only the caller may enter. */
  static void makeInside(Directory parent, Name name, int mode, int uid, int gid)
      throws IOException {
    try (Directory made = parent.createDirectory(name, PRIVATE_MODE)) {
      shape(made, new Shape(uid, gid, mode));
    }
  }
}
