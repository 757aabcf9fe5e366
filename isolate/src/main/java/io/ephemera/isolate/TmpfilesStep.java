// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.files.TrustedFile;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.Environ;
import io.ephemera.report.Outcome;
import io.ephemera.report.TextOutcomes;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Prefixes;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/** Applies files of tmpfiles.d(5) where the command sees the file system. */
final class TmpfilesStep {
  private final List<SourceFile> files;
  private final Consumer<String> messages;

  private TmpfilesStep(List<SourceFile> files, Consumer<String> messages) {
    this.files = files;
    this.messages = messages;
  }

  /**
   * Reads the files, before anything covers them.
   *
   * @throws RunException if another user could have written one
   */
  static TmpfilesStep read(List<BytePath> paths, Consumer<String> messages) throws RunException {
    List<SourceFile> files = new ArrayList<>();
    for (BytePath path : paths) {
      Bytes content = TrustedFile.read(path);
      files.add(new SourceFile(path.toString(), content, SourceFile.Kind.NAMED));
    }
    return new TmpfilesStep(files, messages);
  }

  /** What was read elsewhere. */
  static TmpfilesStep of(List<SourceFile> files, Consumer<String> messages) {
    return new TmpfilesStep(files, messages);
  }

  /** What was read. */
  List<SourceFile> files() {
    return List.copyOf(files);
  }

  /**
   * Creates and removes what they declare, as {@code --create --remove --boot} does.
   *
   * @throws RunException if not everything could be done
   */
  void apply() throws IOException {
    apply(Prefixes.ALL);
  }

  /** As {@link #apply()}, but only the lines whose paths are not below any of these. */
  void applyExcept(List<BytePath> targets) throws IOException {
    apply(new Prefixes(List.of(), targets));
  }

  /** As {@link #apply()}, but only the lines whose paths are below one of these. */
  void applyBelow(List<BytePath> targets) throws IOException {
    if (!targets.isEmpty()) {
      apply(new Prefixes(targets, List.of()));
    }
  }

  private void apply(Prefixes prefixes) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    Request request =
        new Request(
            EnumSet.of(Request.Flag.CREATE, Request.Flag.REMOVE, Request.Flag.BOOT),
            new Request.Scope(null, prefixes),
            Request.Sources.files(files));
    Environ variables = Environ.ofProcess();
    RunEnvironment environment =
        new RunEnvironment(
            variables::get,
            () -> Bytes.EMPTY,
            () -> System.currentTimeMillis() * 1000,
            new Progress(Throttle.unlimited()));
    if (new Tmpfiles(request, environment, new Listener()).run() != Tmpfiles.Result.SUCCESS) {
      throw new RunException(
          Failure.CANNOT_CREATE, "not every line of --tmpfiles was carried out; nothing was run");
    }
  }

  /** Reports what went wrong. */
  private final class Listener implements Tmpfiles.Listener {
    private final TextOutcomes words = new TextOutcomes(false);

    @Override
    public boolean hearsAll() {
      return false;
    }

    @Override
    public void problem(Problem problem) {
      if (problem.level() != Problem.Level.DEBUG) {
        messages.accept(problem.toString());
      }
    }

    @Override
    public void outcome(Outcome outcome) {
      String line = words.line(outcome);
      if (!line.isEmpty()) {
        messages.accept(line);
      }
    }
  }
}
