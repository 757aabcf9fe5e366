// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Prefixes;
import io.ephemera.tmpfiles.language.Variables;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ephemera tmpfiles}, which takes the command line of systemd-tmpfiles(8). */
final class TmpfilesCommand {
  private static final List<String> API_FILE_SYSTEMS = List.of("/dev", "/proc", "/run", "/sys");
  private static final List<String> YES = List.of("1", "yes", "y", "true", "t", "on");
  private static final int MOST_INPUT = 64 << 20;

  private final Output output;
  private final Variables variables;
  private @Nullable BytePath root;
  private Progress progress = new Progress(Throttle.unlimited());

  TmpfilesCommand(Output output, Variables variables) {
    this.output = output;
    this.variables = variables;
  }

  ExitCode run(List<Bytes> words) {
    try {
      return run(Options.parse(words));
    } catch (UsageException e) {
      output.say("ephemera tmpfiles: " + e.getMessage());
      output.say("Try 'ephemera tmpfiles --help'.");
      return ExitCode.FAILURE;
    } catch (IOException e) {
      output.say("ephemera tmpfiles: " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }

  private ExitCode run(Options options) throws UsageException, IOException {
    if (options.has(TmpfilesOption.HELP)) {
      output.print(Help.ofTmpfiles());
      return ExitCode.SUCCESS;
    }
    if (options.has(TmpfilesOption.VERSION)) {
      output.print(Help.version());
      return ExitCode.SUCCESS;
    }
    if (options.has(TmpfilesOption.INTROSPECT_CLI)) {
      Introspection.print(output);
      return ExitCode.SUCCESS;
    }
    TmpfilesRules.check(options);
    if (isBypassed()) {
      return ExitCode.SUCCESS;
    }
    root = root(options);
    progress = new Progress(PaceOptions.of(options));
    boolean brief = options.has(TmpfilesOption.TLDR);
    if (brief || options.has(TmpfilesOption.CAT_CONFIG)) {
      output.print(tmpfiles(options, new TextReport(output, false)).configuration(brief));
      return ExitCode.SUCCESS;
    }
    if (options.has(TmpfilesOption.CHECK)) {
      TextReport report = new TextReport(output, false);
      return CheckReport.of(options, output).tell(tmpfiles(options, report));
    }
    return options.has(TmpfilesOption.JSON) ? runWithJson(options) : runWithText(options);
  }

  /** SYSTEMD_TMPFILES_BYPASS of systemd-tmpfiles(8). */
  private boolean isBypassed() {
    String value = value("SYSTEMD_TMPFILES_BYPASS");
    for (String yes : YES) {
      if (value.equalsIgnoreCase(yes)) { // to lower case needs a Locale, which takes a millisecond
        return true;
      }
    }
    return false;
  }

  private ExitCode runWithText(Options options) throws UsageException, IOException {
    String level = value("SYSTEMD_LOG_LEVEL");
    boolean verbose =
        options.has(TmpfilesOption.VERBOSE) || level.equals("debug") || level.equals("7");
    return ended(options, tmpfiles(options, new TextReport(output, verbose)));
  }

  private ExitCode ended(Options options, Tmpfiles tmpfiles) throws IOException {
    Tmpfiles.Result result;
    if (tidies(options)) {
      try (ProgressLine _ = ProgressLine.of(output, progress)) {
        result = tmpfiles.run();
      }
    } else {
      result = tmpfiles.run();
    }
    if (result == Tmpfiles.Result.STOPPED) {
      output.say(
          "ephemera tmpfiles: the time of --time-limit= was over before everything was done;"
              + " run the same again to go on");
    }
    return ExitCode.of(result);
  }

  /** Whether it may take long. */
  private static boolean tidies(Options options) {
    return options.has(TmpfilesOption.CLEAN)
        || options.has(TmpfilesOption.REMOVE)
        || options.has(TmpfilesOption.PURGE);
  }

  private ExitCode runWithJson(Options options) throws UsageException, IOException {
    JsonReport report = new JsonReport(output);
    ExitCode code = ended(options, tmpfiles(options, report));
    report.end(code, progress.snapshot());
    return code;
  }

  private String value(String variable) {
    Bytes value = variables.get(variable);
    return value == null ? "" : value.latin1();
  }

  /** The directory taken for the root directory, or null; that of an image is mounted first. */
  private @Nullable BytePath root(Options options) throws UsageException, IOException {
    Bytes policy = options.last(TmpfilesOption.IMAGE_POLICY);
    BytePath image = path(options.last(TmpfilesOption.IMAGE));
    if (policy == null && image == null) {
      return path(options.last(TmpfilesOption.ROOT));
    }
    ImagePolicy checked = policy == null ? ImagePolicy.open() : ImagePolicy.of(policy.latin1());
    return image == null
        ? path(options.last(TmpfilesOption.ROOT))
        : mounted(image, checked, options);
  }

  private BytePath mounted(BytePath image, ImagePolicy policy, Options options) throws IOException {
    List<Bytes> needed = new ArrayList<>(options.arguments());
    needed.addAll(options.all(TmpfilesOption.REPLACE));
    needed.add(Bytes.latin1(value("CREDENTIALS_DIRECTORY")));
    needed.add(Bytes.utf8(System.getProperty("java.home", "")));
    return DiskImage.mount(image, policy, !changes(options), needed);
  }

  private static boolean changes(Options options) {
    return !options.has(TmpfilesOption.DRY_RUN)
        && !options.has(TmpfilesOption.CAT_CONFIG)
        && !options.has(TmpfilesOption.TLDR);
  }

  private Tmpfiles tmpfiles(Options options, Tmpfiles.Listener listener) throws UsageException {
    long now = Moment.of(options, Moment.now());
    RunEnvironment environment =
        new RunEnvironment(variables, TmpfilesCommand::standardInput, () -> now, progress);
    return new Tmpfiles(request(options), environment, listener);
  }

  private static Bytes standardInput() throws IOException {
    return Bytes.of(System.in.readNBytes(MOST_INPUT));
  }

  private Request request(Options options) {
    Prefixes prefixes = new Prefixes(paths(options.all(TmpfilesOption.PREFIX)), excluded(options));
    Request.Sources sources =
        new Request.Sources(
            options.has(TmpfilesOption.USER),
            path(options.last(TmpfilesOption.REPLACE)),
            options.has(TmpfilesOption.INLINE),
            options.arguments());
    return new Request(flags(options), new Request.Scope(root, prefixes), sources);
  }

  private static Set<Request.Flag> flags(Options options) {
    Set<Request.Flag> flags = new HashSet<>();
    set(flags, Request.Flag.CREATE, options.has(TmpfilesOption.CREATE));
    set(flags, Request.Flag.REMOVE, options.has(TmpfilesOption.REMOVE));
    set(flags, Request.Flag.CLEAN, options.has(TmpfilesOption.CLEAN));
    set(flags, Request.Flag.PURGE, options.has(TmpfilesOption.PURGE));
    set(
        flags,
        Request.Flag.BOOT,
        options.has(TmpfilesOption.BOOT) || options.has(TmpfilesOption.CHECK));
    set(flags, Request.Flag.GRACEFUL, options.has(TmpfilesOption.GRACEFUL));
    set(flags, Request.Flag.DRY_RUN, options.has(TmpfilesOption.DRY_RUN));
    return flags;
  }

  private static void set(Set<Request.Flag> flags, Request.Flag flag, boolean isSet) {
    if (isSet) {
      flags.add(flag);
    }
  }

  private static List<BytePath> excluded(Options options) {
    List<BytePath> paths = paths(options.all(TmpfilesOption.EXCLUDE_PREFIX));
    if (options.has(TmpfilesOption.EXCLUDE_API)
        || path(options.last(TmpfilesOption.IMAGE)) != null) {
      API_FILE_SYSTEMS.forEach(path -> paths.add(BytePath.of(path)));
    }
    return paths;
  }

  private static List<BytePath> paths(List<Bytes> texts) {
    List<BytePath> paths = new ArrayList<>();
    for (Bytes text : texts) {
      paths.add(BytePath.of(text));
    }
    return paths;
  }

  private static @Nullable BytePath path(@Nullable Bytes text) {
    return text == null || text.isEmpty() ? null : BytePath.of(text);
  }
}
