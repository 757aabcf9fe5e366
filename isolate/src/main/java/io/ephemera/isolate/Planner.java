// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.DirectoryRequest;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.StartDirectory;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a plan of a declaration. Changes nothing. */
public final class Planner {
  private final Identity identity;
  private final BaseDirectories bases;
  private final int callerUid;

  /**
   * A planner.
   *
   * @param identity as whom the command runs
   * @param bases below which its directories are
   * @param callerUid the user of this process
   */
  public Planner(Identity identity, BaseDirectories bases, int callerUid) {
    this.identity = identity;
    this.bases = bases;
    this.callerUid = callerUid;
  }

  /**
   * The plan of a declaration.
   *
   * @throws RunException if it contradicts itself or takes what belongs to others
   * @throws IOException if a directory below which others would be is not safe
   */
  public RunPlan plan(Declaration declaration) throws IOException {
    List<PlannedDirectory> directories =
        new DirectoryPlanner(bases, identity).plan(declaration.directories());
    refuseCovered(directories, declaration.mounts());
    RunPlan unnamed =
        new RunPlan(
            declaration,
            "",
            identity,
            directories,
            VariablePlanner.set(identity, directories, declaration.environment().base()),
            VariablePlanner.remove(identity, declaration.mounts().tmp(), callerUid),
            pidFile(declaration),
            workingDirectory(declaration.startDirectory()));
    return unnamed.isRecorded() || declaration.name() != null
        ? unnamed.withName(RunName.of(declaration.name(), declaration.command().words()))
        : unnamed;
  }

  /** A directory that the command could not see, because something else is mounted above it. */
  private static void refuseCovered(List<PlannedDirectory> directories, MountPlan mounts)
      throws RunException {
    List<BytePath> covered = new ArrayList<>();
    for (MountRequest mount : mounts.others()) {
      covered.add(mount.target());
    }
    if (!(mounts.tmp() instanceof PrivateTmp.Shared)) {
      covered.add(BytePath.of("/tmp"));
      covered.add(BytePath.of("/var/tmp"));
    }
    for (AccessRule rule : mounts.access()) {
      if (rule.access() == AccessRule.Access.INACCESSIBLE) {
        covered.add(rule.path());
      }
    }
    for (PlannedDirectory directory : directories) {
      for (BytePath path : covered) {
        if (directory.path().startsWith(path)) {
          throw new RunException(
              Failure.USAGE,
              "the command would not see "
                  + directory.path()
                  + ", because something is mounted on "
                  + path
                  + " for it, or that is inaccessible to it; leave out one of both");
        }
      }
    }
  }

  private @Nullable BytePath workingDirectory(StartDirectory start) throws RunException {
    if (start instanceof StartDirectory.At at) {
      return at.path();
    }
    return start instanceof StartDirectory.Home home ? home(home.optional()) : null;
  }

  private BytePath home(boolean optional) throws RunException {
    Bytes home =
        identity instanceof Identity.Changed changed && changed.login() != null
            ? changed.login().home()
            : homeOf(identity.uid());
    BytePath path = BytePath.of(home);
    if (!path.isAbsolute()) {
      if (optional) {
        return BytePath.ROOT;
      }
      throw new RunException(
          Failure.NOT_PERMITTED,
          "user "
              + Integer.toUnsignedString(identity.uid())
              + " has no home directory to start in; choose another directory");
    }
    return path;
  }

  private static Bytes homeOf(int uid) throws RunException {
    try {
      Users.User user = Users.withId(uid);
      return user == null ? Bytes.EMPTY : user.home();
    } catch (SystemCallException e) {
      throw new RunException(Failure.NOT_PERMITTED, String.valueOf(e.getMessage()), e);
    }
  }

  /** In the runtime directory that was given first. */
  private @Nullable BytePath pidFile(Declaration declaration) throws IOException {
    Name name = declaration.pidFile();
    if (name == null) {
      return null;
    }
    for (DirectoryRequest request : declaration.directories()) {
      if (request.kind() == DirectoryKind.RUNTIME) {
        return bases.of(request.kind()).append(request.name()).child(name);
      }
    }
    throw new RunException(
        Failure.USAGE, "--pid-file requires a --runtime-directory, in which the file is");
  }
}
