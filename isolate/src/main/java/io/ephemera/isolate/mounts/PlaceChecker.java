// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks the places of one plan. */
final class PlaceChecker {
  private final Root root;
  private final MountPlan plan;
  private final CheckedPlaces checked;
  private final Consumer<String> notes;
  private final AccessJudge judge = AccessJudge.ofProcess();

  PlaceChecker(Root root, MountPlan plan, CheckedPlaces checked, Consumer<String> notes) {
    this.root = root;
    this.plan = plan;
    this.checked = checked;
    this.notes = notes;
  }

  void checkAll() throws RunException {
    for (MountRequest request : plan.others()) {
      if (request instanceof MountRequest.Bind bind) {
        check("bind", bind.source(), () -> checkSource(bind));
      }
    }
    MountTargets targets = MountTargets.of(plan, checked);
    targets.refuseImpossible();
    if (!(plan.tmp() instanceof PrivateTmp.Shared)) {
      check("private", TmpPaths.TMP, () -> checkTmp(TmpPaths.TMP, TmpPaths.VAR_TMP));
      check("private", TmpPaths.VAR_TMP, () -> checkTmp(TmpPaths.VAR_TMP, TmpPaths.TMP));
    }
    for (BytePath exception : plan.exceptions()) {
      check("exception", exception, () -> checkException(exception));
    }
    for (MountRequest request : targets.ordered()) {
      if (plan.others().contains(request)) {
        checkRequest(request, targets);
      }
    }
    if (plan.privateIpc()) {
      for (BytePath place : MountTargets.OF_IPC) {
        check("private", place, () -> checkIpc(place));
      }
    }
    for (AccessRule rule : plan.access()) {
      check(role(rule.access()), rule.path(), () -> checkRule(rule, targets));
    }
  }

  private static String role(AccessRule.Access access) {
    return switch (access) {
      case READ_WRITE -> "writable";
      case READ_ONLY -> "read-only";
      case INACCESSIBLE -> "inaccessible";
    };
  }

  /** One check. */
  private interface Check {
    void run() throws IOException;
  }

  private static void check(String role, BytePath path, Check check) throws RunException {
    try {
      check.run();
    } catch (IOException e) {
      throw new RunException(Failure.CANNOT_CREATE, role + " " + path + ": " + e.getMessage(), e);
    }
  }

  /** Both may be one, by a symbolic link of root. */
  private void checkTmp(BytePath path, BytePath other) throws IOException {
    Inode named = root.findIfExists(path);
    if (named == null) {
      notes.accept("there is no " + path + "; the command will not have one either");
      return;
    }
    boolean linked;
    try (named) {
      linked = named.stat().isSymlink();
    }
    try (Directory found = Directory.of(root.follow(path))) {
      if (linked) {
        checkLink(path, found, other);
      }
      checked.add(path, found);
    }
  }

  private void checkLink(BytePath path, Directory found, BytePath other) throws IOException {
    try (Inode expected = root.follow(other)) {
      if (!expected.stat().isSameInode(found.stat())) {
        throw new UnsafePathException(
            "it is a symbolic link to " + found.realPath() + "; make it a directory");
      }
    }
    notes.accept(path + " is a symbolic link: the command finds the same directory at " + other);
  }

  /** Every step is opened without following a link. */
  private void checkException(BytePath path) throws IOException {
    BytePath top = Objects.requireNonNull(TmpPaths.above(path)); // see MountTargets
    Directory at = Directory.of(root.follow(top));
    for (Name name : TmpPaths.way(top, path.parent())) {
      try (Directory above = at) {
        at = Directory.of(owned(above, name));
      }
    }
    try (Directory above = at) {
      checked.hold(path, owned(above, Objects.requireNonNull(path.name())));
    }
  }

  private Inode owned(Directory above, Name name) throws IOException {
    try (ScopedHandle<Inode> entry = new ScopedHandle<>(above.inode(name))) {
      refuseForeign(entry.get(), name);
      return entry.release();
    }
  }

  private void refuseForeign(Inode inode, Name name) throws IOException {
    Stat stat = inode.stat();
    if (stat.isSymlink()) {
      throw new UnsafePathException(name + " is a symbolic link");
    }
    Access owner = judge.owner(stat);
    if (!owner.isExclusive()) {
      throw new UnsafePathException(name + " " + owner.how());
    }
    if (stat.isDirectory() && !stat.isSticky()) {
      Access writers = judge.writing(inode, stat);
      if (!writers.isExclusive()) {
        throw new UnsafePathException(name + " " + writers.how() + " and is not sticky");
      }
    }
  }

  private void checkRequest(MountRequest request, MountTargets targets) throws RunException {
    BytePath target = request.target();
    boolean isBind = request instanceof MountRequest.Bind;
    check(
        isBind ? "bind on" : "tmpfs on",
        target,
        () -> checkTarget(target, needsDirectory(request), targets.above(target)));
  }

  /** No switch: the virtual machine would generate a class for it at every start. */
  private boolean needsDirectory(MountRequest request) throws IOException {
    return !(request instanceof MountRequest.Bind bind) || isDirectory(bind.source());
  }

  private void checkSource(MountRequest.Bind bind) throws IOException {
    holdIfExists(bind.source(), bind.optional());
  }

  /** What a path of the plan leads to, through links of root and of the caller only. */
  private void holdIfExists(BytePath path, boolean optional) throws IOException {
    try {
      checked.hold(path, root.findFor(Users.effectiveUid(), path, true));
    } catch (SystemCallException e) {
      if (!optional || !e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        throw e;
      }
    }
  }

  private boolean isDirectory(BytePath source) throws IOException {
    try (Inode found = root.findFor(Users.effectiveUid(), source, true)) {
      return found.stat().isDirectory();
    }
  }

  /**
   * Checks where something will be mounted.
   *
   * @param cover what is mounted above it before: then it is looked for where that comes from, or
   *     made if that is the command's own
   */
  private void checkTarget(BytePath target, boolean directory, MountTargets.@Nullable Cover cover)
      throws IOException {
    BytePath path = cover == null ? target : cover.outside(target);
    if (path == null) {
      return; // made there
    }
    try (ScopedHandle<Inode> found =
        new ScopedHandle<>(root.findFor(Users.effectiveUid(), path, false))) {
      Stat stat = found.get().stat();
      if (stat.isSymlink()) {
        throw new UnsafePathException("it is a symbolic link; name what it leads to");
      }
      if (stat.isDirectory() != directory) {
        throw new UnsafePathException(
            "it is a "
                + stat.type().text()
                + ": a directory goes on a directory, a file on a file");
      }
      checked.hold(path, found.release());
    }
  }

  private void checkRule(AccessRule rule, MountTargets targets) throws IOException {
    MountTargets.Cover cover = targets.at(rule.path());
    BytePath path = cover == null ? rule.path() : cover.outside(rule.path());
    if (path != null) {
      holdIfExists(path, rule.optional());
    }
  }

  private void checkIpc(BytePath path) throws IOException {
    Inode found = root.followIfExists(path);
    if (found == null) {
      notes.accept("there is no " + path + "; the command will not have one either");
      return;
    }
    try (Directory directory = Directory.of(found)) {
      checked.add(path, directory);
    }
  }
}
