// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.OpenFile;
import io.ephemera.isolate.command.CommandLimits;
import io.ephemera.isolate.command.Execution;
import io.ephemera.isolate.command.OpenedStreams;
import io.ephemera.isolate.identity.IdentityChange;
import io.ephemera.isolate.mounts.CheckedPlaces;
import io.ephemera.isolate.mounts.CommandMounts;
import io.ephemera.isolate.mounts.CoveredPaths;
import io.ephemera.isolate.mounts.Frames;
import io.ephemera.isolate.mounts.Handover;
import io.ephemera.isolate.mounts.HandoverReader;
import io.ephemera.isolate.mounts.SecondStage;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.records.Instance;
import io.ephemera.process.Environ;
import io.ephemera.process.MountNamespaceId;
import io.ephemera.process.ProcessArguments;
import io.ephemera.process.SignalState;
import io.ephemera.process.Users;
import io.ephemera.tmpfiles.language.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The second start of this program, in a user namespace of its own: makes the mounts that the first
 * one checked, gives up all capabilities, and becomes the command.
 */
final class SecondStart {
  private static final String PLAN = "plan";
  private static final String STREAM = "stream.";
  private static final int STREAMS = 3;
  private static final String FILE = "file.";
  private static final String CONTENT = "content.";
  private static final String INHERITED = "inherited.";
  private static final String TMP = "tmp";
  private static final String VAR_TMP = "var-tmp";

  private final RunPlan plan;
  private final Handover handover;
  private final Consumer<String> messages;

  private SecondStart(RunPlan plan, Handover handover, Consumer<String> messages) {
    this.plan = plan;
    this.handover = handover;
    this.messages = messages;
  }

  /** What the first start becomes. */
  static Execution execution(
      RunPlan plan,
      CheckedPlaces places,
      Frames frames,
      List<SourceFile> files,
      List<Handle> inherited,
      OpenedStreams streams,
      SignalState signals)
      throws IOException {
    Map<String, Bytes> values = new HashMap<>();
    values.put(PLAN, HandedPlan.write(plan));
    putAll(values, FILE, files.stream().map(file -> Bytes.latin1(file.name())).toList());
    putAll(values, CONTENT, files.stream().map(SourceFile::content).toList());
    putAll(values, INHERITED, inherited.stream().map(SecondStart::number).toList());
    put(values, TMP, frames.tmp());
    put(values, VAR_TMP, frames.varTmp());
    List<Handle> open = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      Handle stream = streams.files().get(i);
      if (stream != null) {
        values.put(STREAM + i, number(stream));
        open.add(stream);
      }
    }
    OpenFile written = new Handover(places, values).write();
    List<Handle> passed = new ArrayList<>(inherited);
    passed.add(written);
    passed.addAll(open);
    List<Bytes> words = SecondStage.words(ProcessArguments.commandLine(), written.descriptor());
    return new Execution(
        words.getFirst(), words, Environ.ofProcess().entries(), true, passed, signals, false);
  }

  private static Bytes number(Handle handle) {
    return Bytes.latin1("" + handle.descriptor());
  }

  private static void putAll(Map<String, Bytes> values, String prefix, List<Bytes> all) {
    for (int i = 0; i < all.size(); i++) {
      values.put(prefix + i, all.get(i));
    }
  }

  private static void put(Map<String, Bytes> values, String name, @Nullable BytePath path) {
    if (path != null) {
      values.put(name, path.bytes());
    }
  }

  /**
   * Reads what the first start handed over.
   *
   * @param descriptor from which it is read
   */
  static SecondStart read(int descriptor, Consumer<String> messages) throws RunException {
    Handover handover = Handover.read(descriptor);
    Bytes written = handover.values().get(PLAN);
    if (written == null) {
      throw HandoverReader.malformed("it has no plan");
    }
    Identity identity = new Identity.Unchanged(Users.effectiveUid(), Users.effectiveGid());
    return new SecondStart(HandedPlan.read(written, identity), handover, messages);
  }

  private static List<Bytes> all(Handover handover, String prefix) {
    List<Bytes> all = new ArrayList<>();
    for (Bytes next = handover.values().get(prefix + 0);
        next != null;
        next = handover.values().get(prefix + all.size())) {
      all.add(next);
    }
    return all;
  }

  /** Becomes the command. Returns only by its exception. */
  void become() throws IOException {
    List<Integer> inherited =
        all(handover, INHERITED).stream().map(n -> Integer.valueOf(n.latin1())).toList();
    if (!inherited.isEmpty()) {
      Instance.entered(inherited.getFirst(), MountNamespaceId.ofCallingThread());
    }
    CommandLimits limits = CommandLimits.open(plan.declaration().settings());
    CoveredPaths covered = CommandMounts.apply(plan.mounts(), handover.places(), frames());
    WorkingDirectoryStep.enter(covered, plan);
    tmpfiles().applyBelow(plan.mounts().targets()); // the others outside, where owners are known
    List<Handle> passed = new ArrayList<>();
    for (int number : inherited) {
      passed.add(OpenFile.inherited(number));
    }
    IdentityChange.dropCapabilities();
    LastSteps last =
        new LastSteps(
            plan,
            plan.declaration().command(),
            LastSteps.environment(plan),
            passed,
            streams(),
            limits,
            SignalState.ofCaller(),
            messages);
    last.become();
  }

  private OpenedStreams streams() throws IOException {
    List<@Nullable Integer> numbers = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      Bytes number = handover.values().get(STREAM + i);
      numbers.add(number == null ? null : Integer.valueOf(number.latin1()));
    }
    return OpenedStreams.inherited(numbers);
  }

  private Frames frames() {
    return new Frames(path(TMP), path(VAR_TMP));
  }

  private @Nullable BytePath path(String name) {
    Bytes path = handover.values().get(name);
    return path == null ? null : BytePath.of(path);
  }

  private TmpfilesStep tmpfiles() {
    List<Bytes> names = all(handover, FILE);
    List<Bytes> contents = all(handover, CONTENT);
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).latin1();
      files.add(new SourceFile(name, contents.get(i), SourceFile.Kind.NAMED));
    }
    return TmpfilesStep.of(files, messages);
  }
}
