// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.process.Users;
import java.nio.file.Path;
import java.util.List;

/** Plans of runs for tests. */
final class Plans {
  /** Any exit status. */
  static final Locking FAIL = new Locking.Fail(75);

  private Plans() {}

  /** A plan of a name. */
  static RunPlan of(String name, Locking locking) {
    return of(name, locking, false);
  }

  /** A plan of a name, of which runtime directories may be kept. */
  static RunPlan of(String name, Locking locking, boolean keep) {
    Declaration declaration =
        new DeclarationBuilder()
            .locking(locking)
            .keep(keep)
            .build(Invocation.of(List.of(Bytes.latin1("/usr/bin/app"), Bytes.latin1("--serve"))));
    Identity caller = new Identity.Unchanged(Users.effectiveUid(), Users.effectiveGid());
    return as(caller, name, declaration);
  }

  /** A plan of a name with a pid file. */
  static RunPlan withPidFile(String name, Path file) {
    RunPlan plan = of(name, new Locking.None());
    return new RunPlan(
        plan.declaration(),
        name,
        plan.identity(),
        List.of(),
        List.of(),
        List.of(),
        bytes(file),
        null);
  }

  /** A plan of a name for another user without an account. */
  static RunPlan as(int uid, String name) {
    Identity user = new Identity.Changed(uid, uid, List.of(), null);
    return as(user, name, of(name, new Locking.None()).declaration());
  }

  private static RunPlan as(Identity identity, String name, Declaration declaration) {
    return new RunPlan(declaration, name, identity, List.of(), List.of(), List.of(), null, null);
  }

  /** A runtime directory of the caller, mode 0755. */
  static PlannedDirectory runtime(Path path) {
    return planned(DirectoryKind.RUNTIME, path, 0755, Users.effectiveUid());
  }

  static PlannedDirectory planned(DirectoryKind kind, Path path, int mode, int uid) {
    return new PlannedDirectory(
        kind, bytes(path), mode, uid, uid == 0 ? 0 : Users.effectiveUid() == 0 ? uid : gid());
  }

  private static int gid() {
    return Users.effectiveGid();
  }

  static BytePath bytes(Path path) {
    return BytePath.of(path.toString());
  }
}
