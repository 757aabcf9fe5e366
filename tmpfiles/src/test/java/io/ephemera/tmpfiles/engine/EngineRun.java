// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Stat;
import io.ephemera.report.Outcome;
import io.ephemera.report.Step;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a run below a root directory did, and how it ended. */
final class EngineRun implements Tmpfiles.Listener {
  private final Path root;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private Tmpfiles.Result result = Tmpfiles.Result.ABORTED;

  private EngineRun(Path root) {
    this.root = root;
  }

  /**
   * Carries out lines.
   *
   * @param flags {@code --create} and its kin, {@code now+10d} for a clock that is ahead
   */
  static EngineRun of(Path root, List<String> lines, List<String> flags) {
    return of(root, lines, flags, Progress.withoutFreed(Throttle.unlimited()));
  }

  /** Carries out lines within limits. */
  static EngineRun of(Path root, List<String> lines, List<String> flags, Progress progress) {
    return of(root, lines, flags, progress, directory -> false);
  }

  /** Cleans up where services run. */
  static EngineRun beside(Predicate<Stat> inUse, Path root, List<String> lines) {
    return of(root, lines, List.of("--clean"), Progress.withoutFreed(Throttle.unlimited()), inUse);
  }

  private static EngineRun of(
      Path root, List<String> lines, List<String> flags, Progress progress, Predicate<Stat> inUse) {
    EngineRun run = new EngineRun(root);
    RunEnvironment environment =
        new RunEnvironment(name -> null, () -> Bytes.EMPTY, () -> now(flags), progress, inUse);
    try {
      run.result = new Tmpfiles(request(root, lines, flags), environment, run).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run;
  }

  /** The same lines, but nothing is changed. */
  static EngineRun dry(Path root, List<String> lines, List<String> flags) {
    List<String> more = new ArrayList<>(flags);
    more.add("--dry-run");
    return of(root, lines, more);
  }

  /**
   * Foresees what a run would do at a path and below it.
   *
   * @param ahead how far the clock is ahead, in microseconds
   */
  static void foresee(
      Path root,
      List<String> lines,
      long ahead,
      Foresight.Run kind,
      BytePath path,
      FateListener listener)
      throws IOException {
    RunEnvironment environment =
        new RunEnvironment(
            name -> null,
            () -> Bytes.EMPTY,
            () -> now(List.of()) + ahead,
            Progress.withoutFreed(Throttle.unlimited()));
    Request request = request(root, lines, List.of("--dry-run"));
    try (Foresight foresight =
        new Tmpfiles(request, environment, new EngineRun(root)).foresight()) {
      foresight.foresee(kind, path, listener);
    }
  }

  private static long now(List<String> flags) {
    Instant now = Instant.now();
    for (String flag : flags) {
      if (flag.startsWith("now+")) {
        now = now.plus(Duration.parse("P" + flag.substring(4)));
      }
    }
    return ChronoUnit.MICROS.between(Instant.EPOCH, now);
  }

  private static Request request(Path root, List<String> lines, List<String> flags) {
    Set<Request.Flag> set =
        Arrays.stream(Request.Flag.values())
            .filter(flag -> flags.contains(option(flag)))
            .collect(Collectors.toSet());
    return new Request(
        set,
        Request.Scope.below(BytePath.of(root.toString())),
        Request.Sources.lines(lines.stream().map(Bytes::utf8).toList()));
  }

  private static String option(Request.Flag flag) {
    return "--" + flag.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Tmpfiles.Result result() {
    return result;
  }

  List<Outcome> outcomes() {
    return outcomes;
  }

  List<Problem> problems() {
    return problems;
  }

  /**
   * All outcomes and problems, in the words of the tables, sorted; the result unless all is well.
   */
  List<String> said() {
    List<String> said = new ArrayList<>();
    for (Problem problem : problems) {
      said.add(problem.level() + " " + problem.message());
    }
    for (Outcome outcome : outcomes) {
      said.add(say(outcome));
    }
    if (result != Tmpfiles.Result.SUCCESS) {
      said.add("=> " + result);
    }
    return said.stream().sorted().toList();
  }

  private String say(Outcome outcome) {
    return outcome.kind().id() + " " + words(outcome.step()) + reason(outcome);
  }

  /** A step in the words of the tables: {@code change-mode /f 0600}. */
  String words(Step step) {
    String below = step.path().substring(root.toString().length());
    String path = below.isEmpty() ? "/" : below;
    String detail = step.detail().isEmpty() ? "" : " " + step.detail();
    return step.operation().id() + " " + path + detail;
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Skipped skipped -> ": " + skipped.reason() + (skipped.notable() ? " (!)" : "");
      case Outcome.Refused refused -> tolerated(refused.tolerated());
      case Outcome.Failed failed ->
          ": "
              + (failed.errno().isEmpty() ? failed.reason() : failed.errno())
              + tolerated(failed.tolerated());
      case Outcome.Done done -> "";
      case Outcome.AlreadyRight right -> "";
      case Outcome.WouldDo would -> "";
    };
  }

  private static String tolerated(boolean tolerated) {
    return tolerated ? " (tolerated)" : "";
  }

  @Override
  public void problem(Problem problem) {
    problems.add(problem);
  }

  @Override
  public void outcome(Outcome outcome) {
    outcomes.add(outcome);
  }
}
