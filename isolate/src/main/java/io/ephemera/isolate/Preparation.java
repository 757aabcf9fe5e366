// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.Places;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.isolate.command.ChildStart;
import io.ephemera.isolate.command.CommandEnvironment;
import io.ephemera.isolate.command.CommandLimits;
import io.ephemera.isolate.command.Execution;
import io.ephemera.isolate.command.OpenedStreams;
import io.ephemera.isolate.command.Program;
import io.ephemera.isolate.mounts.CheckedPlaces;
import io.ephemera.isolate.mounts.CommandMounts;
import io.ephemera.isolate.mounts.CoveredPaths;
import io.ephemera.isolate.mounts.Frames;
import io.ephemera.isolate.mounts.MountNamespace;
import io.ephemera.isolate.mounts.NamespaceAccess;
import io.ephemera.isolate.mounts.NamespaceTrial;
import io.ephemera.isolate.mounts.SubstituteTmp;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.records.CleanBefore;
import io.ephemera.isolate.records.Instance;
import io.ephemera.isolate.records.Outcome;
import io.ephemera.isolate.records.RunStore;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.MountNamespaceId;
import io.ephemera.process.RunningProcess;
import io.ephemera.process.SignalRelay;
import io.ephemera.process.SignalState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is made for one command before its user comes in. Closing it removes that again; when the
 * command takes the place of this process, this is left to the next run, {@code sweep} or {@code
 * tmpfiles --clean}.
 */
final class Preparation implements AutoCloseable {
  private static final BytePath TMP = BytePath.of("/tmp");
  private static final Name INSIDE = Name.of("tmp");

  private final RunPlan plan;
  private final NamespaceTrial trial;
  private final CommandEnvironment commandEnvironment;
  private final Consumer<String> messages;
  private final SignalState signals = SignalState.ofCaller();
  private final TmpfilesStep tmpfiles;
  private final CommandLimits limits;
  private @Nullable RunStore store;
  private @Nullable Instance instance;
  private @Nullable CheckedPlaces places;
  private @Nullable SubstituteTmp substitute;
  private OpenedStreams streams = OpenedStreams.none();

  private Preparation(
      RunPlan plan,
      NamespaceTrial trial,
      CommandEnvironment commandEnvironment,
      TmpfilesStep tmpfiles,
      CommandLimits limits,
      Consumer<String> messages) {
    this.plan = plan;
    this.trial = trial;
    this.commandEnvironment = commandEnvironment;
    this.tmpfiles = tmpfiles;
    this.limits = limits;
    this.messages = messages;
  }

  /**
   * Begins it: removes what dead runs of its name left, and takes the lock.
   *
   * @param trial how the command can have mounts of its own, if it wants any
   */
  static Preparation begin(RunPlan plan, NamespaceTrial trial, Consumer<String> messages)
      throws IOException {
    CommandEnvironment environment = LastSteps.environment(plan);
    checkCommand(plan, environment.entries());
    TmpfilesStep tmpfiles = TmpfilesStep.read(plan.declaration().tmpfiles(), messages);
    CommandLimits limits = CommandLimits.open(plan.declaration().settings());
    Preparation preparation = new Preparation(plan, trial, environment, tmpfiles, limits, messages);
    if (!plan.name().isEmpty()) {
      Instance ignored = preparation.begin(plan);
    }
    return preparation;
  }

  /** Where records are kept needs no warning. */
  private static Places quietPlaces() {
    return Places.builder(Places.DEFAULT_APPLICATION).warnings(warning -> {}).build();
  }

  /** Finds a missing command before anything is made, unless only the mounts make it visible. */
  private static void checkCommand(RunPlan plan, List<Bytes> environment) throws IOException {
    BytePath directory = plan.workingDirectory();
    boolean sameView =
        plan.declaration().mounts().others().isEmpty() && plan.declaration().before().isEmpty();
    if (sameView) {
      Program.check(
          plan.declaration().command().program(),
          environment,
          directory == null ? BytePath.of(".") : directory);
    }
  }

  /** Makes its directories and its view of the file system, as far as this start can. */
  void prepare() throws IOException {
    makeDirectories();
    openStreams();
    if (!mounts().isEmpty()) {
      enterView();
    }
    if (needsSecondStart()) {
      tmpfiles.applyExcept(plan.mounts().targets());
    } else {
      tmpfiles.apply();
    }
  }

  /** No switch: the virtual machine would generate a class for it at every start. */
  private void enterView() throws IOException {
    if (trial.result() instanceof NamespaceAccess.Forbidden forbidden) {
      substitute(forbidden.reason());
      return;
    }
    CheckedPlaces checked = check();
    if (trial.isOwn()) {
      mountHere(checked);
    }
  }

  private MountPlan mounts() {
    return plan.mounts();
  }

  private void makeDirectories() throws IOException {
    Instance made = instance;
    if (made != null) {
      for (PlannedDirectory directory : plan.directories()) {
        made.makeDirectory(directory);
      }
    }
    if (plan.declaration().cleanBefore()) {
      CleanBefore cleaner = new CleanBefore(path -> messages.accept("removed " + path));
      for (PlannedDirectory directory : plan.directories()) {
        if (directory.kind() == DirectoryKind.RUNTIME) {
          cleaner.clean(directory.path());
        }
      }
    }
  }

  /** Before the command's view of the file system is made, in which they may be hidden. */
  private void openStreams() throws IOException {
    ProcessSettings settings = plan.declaration().settings();
    if (!settings.isOfCaller()) {
      streams = OpenedStreams.open(settings, plan.identity(), plan.declaration().umask());
    }
  }

  private CheckedPlaces check() throws RunException {
    CheckedPlaces checked = CheckedPlaces.check(mounts(), messages);
    places = checked;
    return checked;
  }

  private void mountHere(CheckedPlaces checked) throws IOException {
    Frames frames = makeFrames(checked);
    if (!MountNamespace.enter()) {
      substitute("unshare(2) is refused by a sandbox, or the root directory is no mount point");
      return;
    }
    Instance made = instance;
    if (made != null) {
      made.entered(MountNamespaceId.ofCallingThread());
    }
    CoveredPaths covered = CommandMounts.apply(mounts(), checked, frames);
    WorkingDirectoryStep.enter(covered, plan);
  }

  private Frames makeFrames(CheckedPlaces checked) throws IOException {
    Instance made = instance;
    return made != null && mounts().tmp() instanceof PrivateTmp.OnDisk
        ? Frames.make(checked, made::makeFrame)
        : Frames.NONE;
  }

  private void substitute(String reason) throws IOException {
    SubstituteTmp.require(mounts(), reason);
    Identity user = plan.identity();
    BytePath frame = recorded().makeFrame(placeOfSubstitute(), user.uid(), user.gid());
    SubstituteTmp made = new SubstituteTmp(frame.child(INSIDE));
    substitute = made;
    messages.accept(reason + ": TMPDIR is a private directory instead, " + made.path());
  }

  /** The caller's place for temporary files; another user may not reach that. */
  private BytePath placeOfSubstitute() throws IOException {
    return plan.identity() instanceof Identity.Changed
        ? TMP
        : JavaPath.bytes(quietPlaces().temporary().path());
  }

  /** The record of this run, which is begun if nothing had to be recorded so far. */
  private Instance recorded() throws IOException {
    Instance known = instance;
    if (known == null) {
      known =
          begin(
              plan.withName(
                  RunName.of(plan.declaration().name(), plan.declaration().command().words())));
    }
    return known;
  }

  private Instance begin(RunPlan named) throws IOException {
    RunStore opened = RunStore.open(quietPlaces());
    store = opened;
    Instance begun = opened.begin(named, messages);
    instance = begun;
    return begun;
  }

  /** Waits until it is known how the command can have mounts. */
  void awaitTrial() {
    NamespaceAccess ignored = trial.result();
  }

  /** Whether the rest is done by this program in a user namespace. */
  boolean needsSecondStart() {
    return !mounts().isEmpty() && trial.result() instanceof NamespaceAccess.UserNamespace;
  }

  /** Whether this process enters the command's view, in which it could not remove what it made. */
  boolean mountsHere() {
    return !mounts().isEmpty() && trial.isOwn();
  }

  /** Writes the pid file, if there shall be one. */
  void writePidFile(long pid) throws IOException {
    Instance made = instance;
    BytePath path = plan.pidFile();
    if (made != null && path != null) {
      made.writePidFile(path, pid);
    }
  }

  /** What is left then. */
  LastSteps lastSteps() {
    CommandEnvironment environment = commandEnvironment;
    Invocation command = plan.declaration().command();
    List<Handle> passed = new ArrayList<>(inherited());
    SubstituteTmp other = substitute;
    if (other != null) {
      environment = environment.with(other.variables());
      command = other.command(command);
    }
    return new LastSteps(plan, command, environment, passed, streams, limits, signals, messages);
  }

  private List<Handle> inherited() {
    Instance made = instance;
    return made == null ? List.of() : made.inherited();
  }

  /** What becomes this program again, in a user namespace. */
  Execution secondStart() throws IOException {
    CheckedPlaces checked = places;
    if (checked == null) {
      throw new IllegalStateException("nothing was checked");
    }
    Frames frames = makeFrames(checked);
    return SecondStart.execution(
        plan, checked, frames, tmpfiles.files(), inherited(), streams, signals);
  }

  /** Starts the command beside this process. */
  ChildProcess start(SignalRelay relay) throws IOException {
    return needsSecondStart() ? ChildStart.start(secondStart(), relay) : lastSteps().start(relay);
  }

  /** Records the command that was started, and writes its pid file. */
  void started(ChildProcess command) throws IOException {
    Instance made = instance;
    RunningProcess process = RunningProcess.find(command.pid());
    if (made != null && process != null) {
      made.mainProcess(process.pid(), process.start());
    }
    writePidFile(command.pid());
  }

  /** Closes what is only this process's, and removes what was made for the command. */
  @Override
  public void close() throws IOException {
    streams.close();
    limits.close();
    CheckedPlaces checked = places;
    if (checked != null) {
      checked.close();
    }
    Instance made = instance;
    if (made != null) {
      made.remove(this::report);
    }
    RunStore opened = store;
    if (opened != null) {
      opened.close();
    }
  }

  private void report(Outcome outcome) {
    if (outcome.result() != Outcome.Result.REMOVED) {
      messages.accept("kept " + outcome.path() + ": " + outcome.why());
    }
  }
}
