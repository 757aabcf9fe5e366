// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.isolate.command.Takeover;
import io.ephemera.isolate.identity.IdentityLookup;
import io.ephemera.isolate.mounts.NamespaceTrial;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.supervise.Supervisor;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.Environ;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Runs a command as it was declared.
 *
 * <p>The order: what dead runs of its name left is removed, and the lock is taken; its directories
 * are made; it gets its view of the file system; files of tmpfiles.d(5) are applied, and the pid
 * file is written; then the commands that come before run as the user, and a thread that becomes
 * the user becomes the command or starts it. If anything fails, what was made is removed again.
 *
 * <p>Where only a user namespace gives the command mounts of its own, what comes before them is
 * done outside, and this process becomes unshare(1) and then itself again, for the rest: in there,
 * root and every stranger are the same unknown user, and nothing can be judged.
 */
public final class Runner {
  private final Declaration declaration;
  private final Consumer<String> messages;

  /**
   * A runner.
   *
   * @param messages gets what the user should know, as sentences
   */
  public Runner(Declaration declaration, Consumer<String> messages) {
    this.declaration = declaration;
    this.messages = messages;
  }

  /**
   * What will be done. Changes nothing.
   *
   * @throws RunException if the declaration contradicts itself, or names unknown users
   * @throws IOException if there is no safe place for its directories
   */
  public RunPlan plan() throws IOException {
    Identity identity =
        IdentityLookup.of(
            declaration.user(), declaration.group(), declaration.supplementaryGroups());
    int caller = Users.effectiveUid();
    BaseDirectories bases =
        caller == 0
            ? new BaseDirectories.OfSystem()
            : new BaseDirectories.OfUser(Environ.ofProcessOrJava(), messages);
    return new Planner(identity, bases, caller).plan(declaration);
  }

  /**
   * Carries it out: becomes the command, or with supervision stays until it has ended.
   *
   * @return the exit status, 0 to 255, if this process stays
   * @throws RunException as {@link #plan}, and if the command is not run
   */
  public int run() throws IOException {
    NamespaceTrial trial =
        declaration.mounts().isEmpty() ? NamespaceTrial.needless() : NamespaceTrial.begin();
    try (Preparation preparation = Preparation.begin(plan(), trial, messages)) {
      return declaration.supervision().stays() ? supervise(preparation) : become(preparation);
    }
  }

  /**
   * Continues in a user namespace, where the first start left off: becomes the command. Returns
   * only by its exception.
   *
   * @param handover the number of the descriptor from which it reads what it shall do
   * @param messages gets what the user should know, as sentences
   */
  public static int runInside(int handover, Consumer<String> messages) throws IOException {
    SecondStart.read(handover, messages).become();
    throw new IllegalStateException("execve(2) returned");
  }

  private int become(Preparation preparation) throws IOException {
    return preparation.mountsHere()
        ? UserThread.run(() -> takeOver(preparation))
        : takeOver(preparation);
  }

  private static int takeOver(Preparation preparation) throws IOException {
    preparation.prepare();
    preparation.writePidFile(CurrentProcess.pid());
    if (preparation.needsSecondStart()) {
      Takeover.become(preparation.secondStart());
    } else {
      preparation.lastSteps().become();
    }
    throw new IllegalStateException("execve(2) returned");
  }

  private int supervise(Preparation preparation) throws IOException {
    preparation.awaitTrial(); // from now on, signals are the command's
    return Supervisor.run(
        declaration.supervision(),
        signals -> {
          preparation.prepare();
          return preparation.start(signals);
        },
        preparation::started,
        messages);
  }
}
