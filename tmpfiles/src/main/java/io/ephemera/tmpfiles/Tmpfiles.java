// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.process.Account;
import io.ephemera.report.Finding;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.engine.Engine;
import io.ephemera.tmpfiles.engine.Subvolumes;
import io.ephemera.tmpfiles.language.Accounts;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.ParseContext;
import io.ephemera.tmpfiles.language.ParsedFile;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Prefixes;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.language.Specifiers;
import io.ephemera.tmpfiles.language.Variables;
import io.ephemera.tmpfiles.pace.Pace;
import io.ephemera.tmpfiles.source.ConfigurationDirectories;
import io.ephemera.tmpfiles.source.ConfigurationFiles;
import io.ephemera.tmpfiles.source.ConfigurationSources;
import io.ephemera.tmpfiles.source.ConfigurationText;
import io.ephemera.tmpfiles.source.CredentialDirectory;
import io.ephemera.tmpfiles.source.FileAccounts;
import io.ephemera.tmpfiles.source.NameServiceAccounts;
import io.ephemera.tmpfiles.source.RootCopySources;
import io.ephemera.tmpfiles.source.SystemSpecifiers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What systemd-tmpfiles(8) does: reads what a system declares in tmpfiles.d(5), and creates, cleans
 * up and removes it.
 *
 * <p>Text becomes lines, lines become a plan, and a plan becomes outcomes. Nothing is done before
 * everything was read. Not thread-safe.
 */
public final class Tmpfiles {
  private final Request request;
  private final Inputs inputs;
  private final Listener listener;
  private final Tally tally = new Tally();

  /**
   * What a run depends on besides its request.
   *
   * @param variables the environment variables
   * @param standardInput read where an argument is {@code -}
   * @param clock microseconds since 1970
   * @param pace for how long the run goes on and how fast, and how far it has come
   */
  public record Inputs(
      Variables variables,
      ConfigurationSources.StandardInput standardInput,
      LongSupplier clock,
      Pace pace) {}

  /** Hears what a run has to say, while it runs. */
  public interface Listener {
    /** Something about the configuration. */
    void problem(Problem problem);

    /** What became of one step. */
    void outcome(Outcome outcome);

    /**
     * Whether outcomes are of interest that ask for no attention: what was done, was right already,
     * or was kept as usual.
     */
    default boolean hearsAll() {
      return true;
    }
  }

  /** How a run went, the gravest that happened. */
  public enum Result {
    /** Everything was done. */
    SUCCESS,
    /** Some steps failed or were refused. */
    FAILED_STEPS,
    /** Some lines are invalid and were left out; the others were carried out. */
    INVALID_LINES,
    /** The time was over before everything was done; the next run goes on. */
    STOPPED,
    /** A check has found something. */
    FINDINGS,
    /** Nothing was done, because a source could not be used. */
    ABORTED
  }

  /** A run that was asked for. */
  public Tmpfiles(Request request, Inputs inputs, Listener listener) {
    this.request = request;
    this.inputs = inputs;
    this.listener = listener;
  }

  /**
   * Carries the request out.
   *
   * @throws IOException if the root directory or a source that the user named cannot be read;
   *     nothing was done then
   */
  public Result run() throws IOException {
    try (Root root = open()) {
      Plan plan = plan(root);
      if (!tally.aborted) {
        carryOut(root, plan);
      }
    }
    return tally.result();
  }

  private void carryOut(Root root, Plan plan) {
    Engine.Terms terms =
        new Engine.Terms(
            request.dryRun(),
            listener.hearsAll(),
            inputs.clock().getAsLong(),
            Subvolumes.of(inputs.variables()),
            inputs.pace());
    Engine engine = new Engine(root, plan, terms, this::heard);
    if (request.purge()) {
      engine.purge();
    }
    if (request.remove() || request.clean()) {
      engine.removeAndClean(request.remove(), request.clean());
    }
    if (request.create()) {
      engine.create();
    }
    tally.stopped = inputs.pace().count().stopped();
  }

  /**
   * The configuration files that count, one after another.
   *
   * @param brief without blank lines and comments
   * @throws IOException if the root directory or a file that the user named cannot be read
   */
  public Bytes configuration(boolean brief) throws IOException {
    try (Root root = open()) {
      ConfigurationFiles files = new ConfigurationFiles(root, directories());
      return ConfigurationText.of(files.all(), brief);
    }
  }

  /**
   * Reads as {@link #run} does, lines that count at boot included, and tells what is wrong or
   * dangerous in what was read. Nothing is changed.
   *
   * @throws IOException if the root directory or a source that the user named cannot be read
   */
  public Result check(Consumer<Finding> findings) throws IOException {
    try (Root root = open()) {
      return new Checking(this, request).run(root, findings);
    }
  }

  private Plan plan(Root root) throws IOException {
    List<Line> lines = new ArrayList<>();
    ConfigurationFiles files = new ConfigurationFiles(root, directories());
    List<SourceFile> chosen = sources(files);
    files.problems().forEach(listener::problem);
    List<ParsedFile> parsed = parsed(root, chosen);
    for (int i = 0; i < chosen.size(); i++) {
      for (Problem problem : parsed.get(i).problems()) {
        heard(problem, chosen.get(i));
      }
      lines.addAll(parsed.get(i).lines());
    }
    Plan plan = Plan.of(lines);
    plan.problems().forEach(listener::problem);
    return plan;
  }

  private List<ParsedFile> parsed(Root root, List<SourceFile> sources) throws IOException {
    try (Root other = open()) {
      return Parsing.of(sources, context(root), context(other));
    }
  }

  /** The root directory of the request, for one thread. */
  private Root open() throws IOException {
    BytePath directory = request.root();
    return directory == null ? Root.host() : Root.at(directory);
  }

  List<SourceFile> sources(ConfigurationFiles files) throws IOException {
    ConfigurationSources sources =
        new ConfigurationSources(files, directories(), inputs.standardInput());
    List<SourceFile> chosen = new ArrayList<>(choose(sources));
    SourceFile extra = new CredentialDirectory(inputs.variables()).extra();
    if (extra != null) {
      chosen.add(extra);
    }
    return chosen;
  }

  private List<SourceFile> choose(ConfigurationSources sources) throws IOException {
    BytePath replaced = request.replace();
    if (request.arguments().isEmpty()) {
      return sources.all();
    }
    List<SourceFile> given =
        request.inline()
            ? List.of(SourceFile.ofArguments(request.arguments()))
            : sources.named(request.arguments());
    return replaced == null ? given : sources.replacing(replaced, given);
  }

  List<BytePath> directories() {
    return request.user()
        ? ConfigurationDirectories.ofUser(inputs.variables(), Account.current())
        : ConfigurationDirectories.ofSystem();
  }

  ParseContext context(Root root) {
    Variables variables = inputs.variables();
    Specifiers specifiers =
        request.user()
            ? SystemSpecifiers.ofUser(root, variables, Account.current())
            : SystemSpecifiers.ofSystem(root, variables);
    Accounts accounts = root.isHost() ? new NameServiceAccounts() : new FileAccounts(root);
    return new ParseContext(
        specifiers,
        accounts,
        new CredentialDirectory(variables),
        new RootCopySources(root),
        new Prefixes(request.includePrefixes(), request.excludePrefixes()),
        request.boot(),
        request.graceful());
  }

  private void heard(Problem problem, SourceFile source) {
    tally.add(problem, source.isNamed());
    listener.problem(problem);
  }

  private void heard(Outcome outcome) {
    tally.add(outcome);
    listener.outcome(outcome);
  }

  /** What happened so far, as far as it decides how the run went. */
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
