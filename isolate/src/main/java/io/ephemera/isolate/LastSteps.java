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
import io.ephemera.isolate.command.NamedByPid;
import io.ephemera.isolate.command.Takeover;
import io.ephemera.isolate.identity.IdentityChange;
import io.ephemera.isolate.identity.IdentityChange.Terminal;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.process.CallerEnvironment;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.Environ;
import io.ephemera.process.SignalRelay;
import io.ephemera.process.SignalState;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The last steps: mask, working directory, the commands that come before, the command. Each that
 * needs the rights of its user is one of a thread of its own, {@link UserThread}, if they change.
 *
 * @param plan what is run
 * @param command the command and its arguments
 * @param environment the command's
 * @param passed descriptors that it inherits in any case
 * @param signals how it finds its signals
 * @param messages gets what the user should know
 */
record LastSteps(
    RunPlan plan,
    Invocation command,
    List<Bytes> environment,
    List<Handle> passed,
    SignalState signals,
    Consumer<String> messages) {
  private static final BytePath HERE = BytePath.of(".");

  /** Whether the command inherits the descriptors of the calling thread's user. */
  static boolean keepsDescriptors(RunPlan plan) {
    boolean userChanges = plan.identity().uid() != Users.effectiveUid();
    return Execution.keepsDescriptors(plan.declaration().descriptors(), userChanges);
  }

  /** The environment of the command of a plan. */
  static List<Bytes> environment(RunPlan plan) {
    return CommandEnvironment.of(plan, Environ.ofProcess(), CallerEnvironment.hiddenNames());
  }

  /**
   * Starts the command beside this process.
   *
   * @param relay passes on signals to it, and to the commands that come before
   */
  ChildProcess start(SignalRelay relay) throws IOException {
    setMask();
    runAllBefore(relay);
    return asUser(() -> ChildStart.start(NamedByPid.of(enter(messages)), relay));
  }

  /** Becomes the command. Returns only by its exception. */
  void become() throws IOException {
    setMask();
    if (!plan.declaration().before().isEmpty()) {
      runAllBeforeUnderSignals();
    }
    asUser(() -> {
      Takeover.become(enter(messages));
      throw new IllegalStateException("execve(2) returned");
    });
  }

  /** A signal ends the command that comes before, and its failure ends the run. */
  private void runAllBeforeUnderSignals() throws IOException {
    SignalRelay relay = SignalRelay.begin();
    try {
      runAllBefore(relay);
    } finally {
      relay.giveBack();
    }
  }

  private void setMask() {
    if (plan.declaration().umask() >= 0) {
      CurrentProcess.setFileCreationMask(plan.declaration().umask());
    }
  }

  private void runAllBefore(SignalRelay relay) throws IOException {
    for (Invocation before : plan.declaration().before()) {
      runBefore(before, relay);
    }
  }

  private boolean isChanged() {
    return plan.identity() instanceof Identity.Changed;
  }

  private <T> T asUser(UserThread.Work<T> work) throws IOException {
    return isChanged() ? UserThread.run(work) : work.run();
  }

  /**
   * Lets the calling thread become the user of the command; what is left is to execute it.
   *
   * @param told gets what the user should know
   */
  private Execution enter(Consumer<String> told) throws RunException {
    boolean keepsDescriptors = keepsDescriptors(plan);
    Terminal terminal = IdentityChange.apply(plan.identity(), told);
    if (isChanged() || plan.workingDirectory() != null) {
      enterDirectory(plan.workingDirectory());
    }
    return new Execution(
        command.program(),
        command.words(),
        environment,
        keepsDescriptors,
        passed,
        signals,
        terminal == Terminal.NEEDS_SESSION);
  }

  /** With the rights of the user: a directory that the user may not enter is refused. */
  private static void enterDirectory(@Nullable BytePath chosen) throws RunException {
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

  /** What the user should know is said when the command itself is started. */
  private static void ignore(String message) {}

  private void runBefore(Invocation before, SignalRelay relay) throws IOException {
    ChildProcess started =
        asUser(() ->
            ChildStart.start(enter(LastSteps::ignore).of(before.program(), before.words()), relay));
    int status = started.await();
    if (status != 0 && !before.ignoresFailure()) {
      throw new BeforeFailedException(before.words().getLast(), status);
    }
  }
}
