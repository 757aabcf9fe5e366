// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.command.ChildStart;
import io.ephemera.isolate.command.CommandEnvironment;
import io.ephemera.isolate.command.Execution;
import io.ephemera.isolate.identity.IdentityChange;
import io.ephemera.isolate.identity.IdentityChange.Terminal;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.process.CallerEnvironment;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.Environ;
import io.ephemera.process.SignalState;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last steps before the command, in the thread that becomes or starts it: mask, user, working
 * directory, the commands that come before.
 *
 * @param plan what is run
 * @param words the command and its arguments
 * @param environment the command's
 * @param passed descriptors that it inherits in any case
 * @param signals how it finds its signals
 * @param messages gets what the user should know
 */
record LastSteps(
    RunPlan plan,
    List<Bytes> words,
    List<Bytes> environment,
    List<Handle> passed,
    SignalState signals,
    Consumer<String> messages) {
  private static final BytePath HERE = BytePath.of(".");

  /** The environment of the command of a plan. */
  static List<Bytes> environment(RunPlan plan) {
    return CommandEnvironment.of(plan, Environ.ofProcess(), CallerEnvironment.hiddenNames());
  }

  /** Lets the calling thread become the user of the command; what is left is to execute it. */
  Execution enter() throws IOException {
    Declaration declaration = plan.declaration();
    if (declaration.umask() >= 0) {
      CurrentProcess.setFileCreationMask(declaration.umask());
    }
    Terminal terminal = IdentityChange.apply(plan.identity(), messages);
    boolean userChanges = plan.identity() instanceof Identity.Changed;
    if (userChanges || declaration.workingDirectory() != null) {
      enterDirectory(declaration.workingDirectory());
    }
    Execution execution =
        new Execution(
            words,
            environment,
            Execution.keepsDescriptors(declaration.descriptors(), userChanges),
            passed,
            signals,
            terminal == Terminal.NEEDS_SESSION);
    for (List<Bytes> before : declaration.before()) {
      runBefore(execution.of(before));
    }
    return execution;
  }

  /** With the rights of the user: a directory that the user may not enter is refused. */
  private void enterDirectory(@Nullable BytePath chosen) throws RunException {
    BytePath path = chosen == null ? HERE : chosen;
    try (Directory directory = Directory.openAmbient(path)) {
      directory.enter();
    } catch (SystemCallException e) {
      String which = chosen == null ? "the current directory" : chosen.toString();
      throw new RunException(
          Failure.NOT_PERMITTED,
          "the command cannot start in "
              + which
              + ": "
              + e.errno().text()
              + "; choose another with --working-directory",
          e);
    }
  }

  private void runBefore(Execution before) throws IOException {
    int status = ChildStart.start(before).await();
    if (status != 0) {
      throw new BeforeFailedException(before.words().getLast(), status);
    }
  }
}
