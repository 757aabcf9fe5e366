// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.command.CommandLimits;
import io.ephemera.isolate.command.OpenedStreams;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.Supervision;
import io.ephemera.isolate.supervise.Supervisor;
import io.ephemera.process.SignalState;
import io.ephemera.process.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs scripts of sh(1): {@code STARTED BEFORE COMMAND}, supervised and as another user, or with
 * {@code become} for {@code STARTED} neither.
 */
final class SupervisedUserMain {
  private SupervisedUserMain() {}

  /** Removes the file STARTED when the command has started. */
  public static void main(String[] arguments) throws IOException {
    boolean becomes = arguments[0].equals("become");
    int uid = becomes ? Users.effectiveUid() : 65534;
    RunPlan plan = plan(uid, script(arguments[1]), script(arguments[2]));
    LastSteps last =
        new LastSteps(
            plan,
            plan.declaration().command(),
            LastSteps.environment(plan),
            List.of(),
            OpenedStreams.none(),
            CommandLimits.open(plan.declaration().settings()),
            SignalState.ofCaller(),
            System.err::println);
    if (becomes) {
      last.become();
    }
    int status =
        Supervisor.run(
            plan.declaration().supervision(),
            last::start,
            command -> Files.delete(Path.of(arguments[0])),
            System.err::println);
    Runtime.getRuntime().halt(status);
  }

  private static List<Bytes> script(String text) {
    return List.of(Bytes.latin1("/bin/sh"), Bytes.latin1("-c"), Bytes.utf8(text));
  }

  /** A command of a user, after another one. */
  static RunPlan plan(int uid, List<Bytes> before, List<Bytes> command) {
    Declaration declaration =
        new DeclarationBuilder()
            .before(List.of(Invocation.of(before)))
            .supervision(new Supervision(true, false, false))
            .build(Invocation.of(command));
    Identity user = new Identity.Changed(uid, 65534, List.of(65534), null);
    return new RunPlan(declaration, "", user, List.of(), List.of(), List.of(), null, null);
  }
}
