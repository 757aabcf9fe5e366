// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.Descriptors;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.Supervision;
import io.ephemera.isolate.supervise.Supervisor;
import io.ephemera.process.SignalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Supervises scripts of sh(1) as another user: {@code STARTED BEFORE COMMAND}. */
final class SupervisedUserMain {
  private SupervisedUserMain() {}

  /** Removes the file STARTED when the command has started. */
  public static void main(String[] arguments) throws IOException {
    RunPlan plan = plan(script(arguments[1]), script(arguments[2]));
    LastSteps last =
        new LastSteps(
            plan,
            plan.declaration().command(),
            LastSteps.environment(plan),
            List.of(),
            SignalState.ofCaller(),
            System.err::println);
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

  private static RunPlan plan(List<Bytes> before, List<Bytes> command) {
    Declaration declaration =
        new Declaration(
            null,
            null,
            null,
            List.of(),
            new MountPlan(new PrivateTmp.Shared(), false, List.of(), List.of(), false),
            List.of(),
            List.of(before),
            null,
            new Locking.None(),
            false,
            false,
            Descriptors.USUAL,
            false,
            null,
            -1,
            new Supervision(true, false, false),
            command);
    Identity user = new Identity.Changed(65534, 65534, List.of(65534), null);
    return new RunPlan(declaration, "", user, List.of(), List.of(), List.of(), null);
  }
}
