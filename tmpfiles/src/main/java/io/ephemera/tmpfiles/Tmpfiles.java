// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.report.Finding;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.Request.Flag;
import io.ephemera.tmpfiles.engine.Chroot;
import io.ephemera.tmpfiles.engine.Engine;
import io.ephemera.tmpfiles.engine.EngineOptions;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.engine.Subvolumes;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.ParsedFile;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.source.ConfigurationFiles;
import io.ephemera.tmpfiles.source.ConfigurationText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Creates, cleans up and removes what a system declares in tmpfiles.d(5), as systemd-tmpfiles(8)
 * does.
 *
 * <p>Text is parsed to lines, lines become a plan, and carrying out the plan yields outcomes. The
 * whole configuration is read before anything is changed. Not thread-safe.
 */
public final class Tmpfiles {
  private final Request request;
  private final RunEnvironment environment;
  private final Listener listener;
  private final ConfigurationReader reader;
  private final Tally tally = new Tally();

  /** Receives the problems and outcomes of a run while it goes on. */
  public interface Listener {
    /** Receives a problem of the configuration. */
    void problem(Problem problem);

    /** Receives the outcome of one step. */
    void outcome(Outcome outcome);

    /**
     * Whether to report outcomes that need no attention too: steps that were done or already right,
     * and entries that were kept as usual.
     */
    default boolean hearsAll() {
      return true;
    }
  }

  /** The result of a run: the most serious thing that happened. */
  public enum Result {
    /** Everything was done. */
    SUCCESS,
    /** Some steps failed or were refused. */
    FAILED_STEPS,
    /** Some lines are invalid and were ignored; the others were carried out. */
    INVALID_LINES,
    /** The time limit ended the run early; the next run continues. */
    STOPPED,
    /** A check reported findings. */
    FINDINGS,
    /** Nothing was done, because a source could not be used. */
    ABORTED
  }

  /** A run of a request. */
  public Tmpfiles(Request request, RunEnvironment environment, Listener listener) {
    this.request = request;
    this.environment = environment;
    this.listener = listener;
    this.reader = new ConfigurationReader(request, environment);
  }

  /**
   * Carries out the request.
   *
   * @throws IOException if the root directory or a source that the user named cannot be read;
   *     nothing was done then
   */
  public Result run() throws IOException {
    try (Root root = reader.openRoot()) {
      Plan plan = plan(root);
      if (!tally.aborted) {
        carryOut(root, plan);
      }
    }
    return tally.result();
  }

  /**
   * Reads the configuration, to foresee what a run would do; the flags that say what to do have no
   * effect.
   *
   * @return what the caller has to close
   * @throws IOException if the root directory or a source that the user named cannot be read
   */
  public Foresight foresight() throws IOException {
    Root root = reader.openRoot();
    try {
      return new Foresight(root, plan(root), options());
    } catch (IOException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private EngineOptions options() {
    return new EngineOptions(
        request.has(Flag.DRY_RUN),
        listener.hearsAll(),
        environment.clock().getAsLong(),
        Subvolumes.of(environment.variables()),
        new Chroot(environment.variables()),
        environment.progress(),
        environment.inUse());
  }

  private void carryOut(Root root, Plan plan) {
    Engine engine = new Engine(root, plan, options(), this::report);
    if (request.has(Flag.PURGE)) {
      engine.purge();
    }
    if (request.has(Flag.REMOVE) || request.has(Flag.CLEAN)) {
      engine.removeAndClean(request.has(Flag.REMOVE), request.has(Flag.CLEAN));
    }
    if (request.has(Flag.CREATE)) {
      engine.create();
    }
    tally.stopped = environment.progress().throttle().isStopped();
  }

  /**
   * The configuration files that are used, concatenated.
   *
   * @param brief whether to leave out blank lines and comments
   * @throws IOException if the root directory cannot be read
   */
  public Bytes configuration(boolean brief) throws IOException {
    try (Root root = reader.openRoot()) {
      return ConfigurationText.of(reader.files(root).all(), brief);
    }
  }

  /**
   * Reads what {@link #run} would read and reports what is wrong or dangerous in it. Changes
   * nothing.
   *
   * @throws IOException if the root directory or a source that the user named cannot be read
   */
  public Result check(Consumer<Finding> findings) throws IOException {
    try (Root root = reader.openRoot()) {
      return new Checking(reader, request.sources()).run(root, findings);
    }
  }

  private Plan plan(Root root) throws IOException {
    List<Line> lines = new ArrayList<>();
    ConfigurationFiles files = reader.files(root);
    List<SourceFile> sources = reader.sources(files);
    for (Problem problem : reader.problems(files)) {
      tally.add(problem, false);
      listener.problem(problem);
    }
    List<ParsedFile> parsed = parse(root, sources);
    for (int i = 0; i < sources.size(); i++) {
      for (Problem problem : parsed.get(i).problems()) {
        report(problem, sources.get(i));
      }
      lines.addAll(parsed.get(i).lines());
    }
    Plan plan = Plan.of(lines);
    plan.problems().forEach(listener::problem);
    return plan;
  }

  private List<ParsedFile> parse(Root root, List<SourceFile> sources) throws IOException {
    try (Root other = reader.openRoot()) {
      return Parsing.parse(sources, reader.context(root), reader.context(other));
    }
  }

  private void report(Problem problem, SourceFile source) {
    if (problem.kind() == Problem.Kind.ONLY_CREATION && !request.has(Flag.CREATE)) {
      return;
    }
    tally.add(problem, source.isNamed());
    listener.problem(problem);
  }

  private void report(Outcome outcome) {
    tally.add(outcome);
    listener.outcome(outcome);
  }

  /** What happened so far, as far as it decides the result. */
  private static final class Tally {
    private boolean invalid;
    private boolean failed;
    private boolean aborted;
    private boolean stopped;

    void add(Problem problem, boolean named) {
      invalid |= problem.level() == Problem.Level.ERROR;
      aborted |= problem.level() == Problem.Level.ABORT && named;
    }

    void add(Outcome outcome) {
      failed |= outcome.isFailure();
    }

    Result result() {
      if (aborted) {
        return Result.ABORTED;
      }
      if (stopped) {
        return Result.STOPPED;
      }
      if (invalid) {
        return Result.INVALID_LINES;
      }
      return failed ? Result.FAILED_STEPS : Result.SUCCESS;
    }
  }
}
