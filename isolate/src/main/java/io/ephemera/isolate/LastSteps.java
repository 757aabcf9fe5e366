// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.command.ChildStart;
import io.ephemera.isolate.command.CommandEnvironment;
import io.ephemera.isolate.command.CommandLimits;
import io.ephemera.isolate.command.Execution;
import io.ephemera.isolate.command.NamedByPid;
import io.ephemera.isolate.command.OpenedStreams;
import io.ephemera.isolate.command.Takeover;
import io.ephemera.isolate.identity.IdentityChange;
import io.ephemera.isolate.identity.IdentityChange.Terminal;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.StartDirectory;
import io.ephemera.process.CallerEnvironment;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.Environ;
import io.ephemera.process.SignalRelay;
import io.ephemera.process.SignalState;
import io.ephemera.process.StandardDescriptors;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.ArrayList;
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
 * @param streams what it finds at descriptors 0 to 2
 * @param limits what limits it
 * @param signals how it finds its signals, unless its settings say otherwise
 * @param messages gets what the user should know
 */
record LastSteps(
    RunPlan plan,
    Invocation command,
    CommandEnvironment environment,
    List<Handle> passed,
    OpenedStreams streams,
    CommandLimits limits,
    SignalState signals,
    Consumer<String> messages) {
  private static final BytePath HERE = BytePath.of(".");

  /** Whether the command inherits the descriptors of the calling thread's user. */
  static boolean keepsDescriptors(RunPlan plan) {
    boolean userChanges = plan.identity().uid() != Users.effectiveUid();
    return Execution.keepsDescriptors(plan.declaration().descriptors(), userChanges);
  }

  /** The environment of the command of a plan. */
  static CommandEnvironment environment(RunPlan plan) {
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
    return execute(
        command, messages, execution -> ChildStart.start(NamedByPid.of(execution), relay));
  }

  /** Becomes the command. Returns only by its exception. */
  void become() throws IOException {
    setMask();
    if (!plan.declaration().before().isEmpty()) {
      runAllBeforeUnderSignals();
    }
    execute(
        command,
        messages,
        execution -> {
          Takeover.become(execution);
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

  /** What executes a command. */
  private interface Launch<T> {
    T start(Execution execution) throws IOException;
  }

  /**
   * Executes something with the rights and the settings of the command, in a thread that has them.
   *
   * @param told gets what the user should know
   */
  private <T> T execute(Invocation invocation, Consumer<String> told, Launch<T> launch)
      throws IOException {
    ProcessSettings settings = plan.declaration().settings();
    if (!settings.isOfCaller()) {
      return executeLimited(settings, invocation, told, launch);
    }
    UserThread.Work<T> work = () -> launch.start(enter(invocation, told));
    return isChanged() ? UserThread.run(work) : work.run();
  }

  private <T> T executeLimited(
      ProcessSettings settings, Invocation invocation, Consumer<String> told, Launch<T> launch)
      throws IOException {
    try (CommandLimits.Saved _ = limits.save()) {
      return UserThread.run(() -> {
        limits.apply(told);
        Execution execution = enter(invocation, told);
        limits.denyNewPrivileges();
        streams.startOver(settings);
        try (StandardDescriptors _ = StandardDescriptors.replace(streams.files())) {
          return launch.start(execution);
        }
      });
    }
  }

  /**
   * Lets the calling thread become the user of the command; what is left is to execute it.
   *
   * @param told gets what the user should know
   */
  private Execution enter(Invocation invocation, Consumer<String> told) throws RunException {
    boolean keepsDescriptors = keepsDescriptors(plan);
    Terminal terminal = IdentityChange.apply(plan.identity(), told);
    if (isChanged() || plan.workingDirectory() != null) {
      enterDirectory(plan.workingDirectory());
    }
    List<Bytes> words =
        invocation.expandsVariables()
            ? Expansion.expand(invocation.words(), variables())
            : invocation.words();
    Boolean ignoresBrokenPipe = plan.declaration().settings().ignoresBrokenPipe();
    return new Execution(
        invocation.program(),
        words,
        environment.entries(),
        keepsDescriptors,
        passed,
        ignoresBrokenPipe == null ? signals : SignalState.ofService(ignoresBrokenPipe),
        terminal == Terminal.NEEDS_SESSION);
  }

  /** What a command line can name. */
  private List<Bytes> variables() {
    List<Bytes> all = new ArrayList<>(environment.entries());
    all.addAll(environment.removed());
    return all;
  }

  /** With the rights of the user: a directory that the user may not enter is refused. */
  private void enterDirectory(@Nullable BytePath chosen) throws RunException {
    BytePath path = chosen == null ? HERE : chosen;
    try (Directory directory = Directory.openAmbient(path)) {
      directory.enter();
    } catch (SystemCallException e) {
      if (mayBeMissing() && !path.isRoot()) {
        enterDirectory(BytePath.ROOT);
        return;
      }
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

  /** Whether it starts in the root directory if there is no other. */
  private boolean mayBeMissing() {
    StartDirectory start = plan.declaration().startDirectory();
    return (start instanceof StartDirectory.At at && at.optional())
        || (start instanceof StartDirectory.Home home && home.optional());
  }

  /** What the user should know is said when the command itself is started. */
  private static void ignore(String message) {}

  private void runBefore(Invocation before, SignalRelay relay) throws IOException {
    int status = statusOf(before, relay);
    if (status != 0 && !before.ignoresFailure()) {
      throw new BeforeFailedException(before.words().getLast(), status);
    }
  }

  /** The exit status; that of a shell for a program that cannot be run, if that is no failure. */
  private int statusOf(Invocation before, SignalRelay relay) throws IOException {
    try {
      return execute(before, LastSteps::ignore, execution -> ChildStart.start(execution, relay))
          .await();
    } catch (RunException e) {
      boolean missing = e.failure() == Failure.NOT_FOUND || e.failure() == Failure.CANNOT_RUN;
      if (!missing || !before.ignoresFailure()) {
        throw e;
      }
      return e.failure().status();
    }
  }
}
