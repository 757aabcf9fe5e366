// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.Descriptors;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.DirectoryRequest;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.StartDirectory;
import io.ephemera.isolate.plan.Supervision;
import io.ephemera.isolate.service.ServiceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates the command line into a {@link Declaration}. */
final class DeclarationOptions {
  private static final int LARGEST_STATUS = 255;
  private static final int BUSY = 75;
  private static final int LARGEST_MASK = 0777;
  private static final Bytes SHELL = Bytes.latin1("/bin/sh");
  private static final Bytes SHELL_COMMAND = Bytes.latin1("-c");

  private final ParsedCommandLine line;

  private DeclarationOptions(ParsedCommandLine line) {
    this.line = line;
  }

  /**
   * What a command line declares.
   *
   * @param unit the unit file that it names, to which it adds; null for none
   * @param command what is started
   */
  static Declaration read(ParsedCommandLine line, @Nullable ServiceFile unit, Invocation command)
      throws UsageException, IOException {
    DeclarationOptions options = new DeclarationOptions(line);
    DeclarationBuilder builder = unit == null ? new DeclarationBuilder() : unit.builder();
    options.addTo(builder);
    return builder.build(command);
  }

  /**
   * The command to start: that of the command line, otherwise that of the unit.
   *
   * @throws UsageException if neither has one
   */
  static Invocation command(ParsedCommandLine line, @Nullable ServiceFile unit)
      throws UsageException {
    List<Bytes> words = line.program();
    if (words != null && !words.isEmpty()) {
      return Invocation.of(words);
    }
    require(unit != null, "expected -- and a COMMAND");
    Invocation command = unit == null ? null : unit.command();
    if (command == null) {
      throw new UsageException("the unit has no ExecStart=; add -- and a COMMAND");
    }
    return command;
  }

  /** What is not given stays as it is. */
  private void addTo(DeclarationBuilder builder) throws UsageException, IOException {
    List<DirectoryRequest> directories = new ArrayList<>(builder.directories());
    directories.addAll(directories());
    requireRuntimeDirectory(directories, RunDefinition.KEEP);
    requireRuntimeDirectory(directories, RunDefinition.CLEAN_BEFORE);
    List<Invocation> before = new ArrayList<>(before());
    before.addAll(builder.before());
    builder
        .directories(directories)
        .mounts(MountOptions.read(line, builder.mounts()))
        .tmpfiles(paths(RunDefinition.TMPFILES))
        .before(before)
        .pidFile(pidFile())
        .locking(locking())
        .cleanBefore(line.has(RunDefinition.CLEAN_BEFORE))
        .supervision(supervision());
    addIdentity(builder);
    addProcess(builder);
  }

  private void requireRuntimeDirectory(List<DirectoryRequest> directories, Option option)
      throws UsageException {
    boolean hasOne = false;
    for (DirectoryRequest directory : directories) {
      hasOne |= directory.kind() == DirectoryKind.RUNTIME;
    }
    require(hasOne || !line.has(option), "--" + option.name() + " requires a --runtime-directory");
  }

  private void addIdentity(DeclarationBuilder builder) throws UsageException {
    if (line.has(RunDefinition.NAME)) {
      builder.name(line.last(RunDefinition.NAME));
    }
    if (line.has(RunDefinition.USER)) {
      builder.user(notEmpty(RunDefinition.USER));
    }
    if (line.has(RunDefinition.GROUP)) {
      builder.group(notEmpty(RunDefinition.GROUP));
    }
  }

  private void addProcess(DeclarationBuilder builder) throws UsageException, IOException {
    if (line.has(RunDefinition.KEEP)) {
      builder.keep(true);
    }
    if (line.has(RunDefinition.KEEP_DESCRIPTORS) || line.has(RunDefinition.CLOSE_DESCRIPTORS)) {
      builder.descriptors(descriptors());
    }
    if (line.has(RunDefinition.ENVIRONMENT)) {
      builder.environment(builder.environment().withBase(base()));
    }
    if (line.has(RunDefinition.WORKING_DIRECTORY)) {
      builder.startDirectory(startDirectory());
    }
    if (line.has(RunDefinition.UMASK)) {
      builder.umask(umask());
    }
  }

  private EnvironmentRequest.Base base() throws UsageException {
    return line.text(RunDefinition.ENVIRONMENT, "keep").equals(RunDefinition.CLEAN)
        ? EnvironmentRequest.Base.CLEAN
        : EnvironmentRequest.Base.CALLER;
  }

  private @Nullable Bytes notEmpty(Option option) throws UsageException {
    Bytes value = line.last(option);
    require(value == null || !value.isEmpty(), "--" + option.name() + " requires a name");
    return value;
  }

  private List<DirectoryRequest> directories() throws UsageException {
    List<DirectoryRequest> all = new ArrayList<>();
    for (DirectoryKind kind : DirectoryKind.values()) {
      Option option = RunDefinition.directoryOption(kind);
      for (Bytes value : line.all(option)) {
        all.add(directory(kind, option, value));
      }
    }
    return all;
  }

  /** {@code NAME} or {@code NAME:MODE}. */
  private static DirectoryRequest directory(DirectoryKind kind, Option option, Bytes value)
      throws UsageException {
    String text = value.latin1();
    int colon = text.lastIndexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    int mode =
        colon < 0
            ? DirectoryRequest.USUAL_MODE
            : octal(option, text.substring(colon + 1), 07777, "a mode such as 0750");
    BytePath path = BytePath.of(Bytes.latin1(name));
    boolean valid =
        !name.isEmpty()
            && !path.isAbsolute()
            && !path.hasDotDot()
            && !path.components().isEmpty()
            && name.indexOf(':') < 0
            && name.indexOf('\n') < 0;
    require(
        valid,
        "invalid --"
            + option.name()
            + "="
            + value
            + ": expected a relative path, then maybe :MODE");
    return new DirectoryRequest(kind, path, mode);
  }

  private List<BytePath> paths(Option option) throws UsageException, IOException {
    List<BytePath> paths = new ArrayList<>();
    for (Bytes value : line.all(option)) {
      paths.add(absolute(option, value));
    }
    return paths;
  }

  static BytePath absolute(Option option, Bytes value) throws UsageException, IOException {
    require(!value.isEmpty(), "--" + option.name() + " requires a path");
    BytePath path = WorkingDirectory.resolve(BytePath.of(value));
    require(!path.hasDotDot(), "--" + option.name() + "=" + value + " contains \"..\"");
    return path;
  }

  private List<Invocation> before() throws UsageException {
    List<Invocation> commands = new ArrayList<>();
    for (Bytes value : line.all(RunDefinition.BEFORE)) {
      require(!value.isEmpty(), "--before requires a command");
      commands.add(Invocation.of(List.of(SHELL, SHELL_COMMAND, value)));
    }
    return commands;
  }

  private @Nullable Name pidFile() throws UsageException {
    Bytes value = line.last(RunDefinition.PID_FILE);
    if (value == null) {
      return null;
    }
    try {
      return Name.of(value);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--pid-file requires a name without a slash: " + value);
    }
  }

  private Locking locking() throws UsageException {
    Bytes code = line.last(RunDefinition.CONFLICT_EXIT_CODE);
    String how = line.has(RunDefinition.LOCK) ? line.text(RunDefinition.LOCK, "") : null;
    boolean fails = how != null && !how.equals(RunDefinition.AWAIT);
    require(code == null || fails, "--conflict-exit-code requires --lock=fail");
    if (how == null) {
      return new Locking.None();
    }
    return fails ? new Locking.Fail(code == null ? BUSY : status(code)) : new Locking.Await();
  }

  /** The exit status if one of the same name runs already. */
  static int statusOfConflict(ParsedCommandLine line) throws UsageException {
    Bytes code = line.last(RunDefinition.CONFLICT_EXIT_CODE);
    return code == null ? BUSY : status(code);
  }

  private static int status(Bytes code) throws UsageException {
    String text = code.latin1();
    int status = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : LARGEST_STATUS + 1;
    require(
        status <= LARGEST_STATUS,
        "invalid --conflict-exit-code=" + code + ": expected a number from 0 to 255");
    return status;
  }

  private Descriptors descriptors() throws UsageException {
    boolean keep = line.has(RunDefinition.KEEP_DESCRIPTORS);
    boolean close = line.has(RunDefinition.CLOSE_DESCRIPTORS);
    require(!(keep && close), "--keep-fds and --close-fds contradict each other");
    return keep ? Descriptors.KEEP : close ? Descriptors.CLOSE : Descriptors.USUAL;
  }

  private StartDirectory startDirectory() throws UsageException, IOException {
    Bytes value = line.last(RunDefinition.WORKING_DIRECTORY);
    return value == null
        ? new StartDirectory.Current()
        : new StartDirectory.At(absolute(RunDefinition.WORKING_DIRECTORY, value), false);
  }

  private int umask() throws UsageException {
    Bytes value = line.last(RunDefinition.UMASK);
    return value == null
        ? -1
        : octal(RunDefinition.UMASK, value.latin1(), LARGEST_MASK, "a mask such as 077");
  }

  private static int octal(Option option, String text, int largest, String expected)
      throws UsageException {
    int value = text.matches("[0-7]{1,5}") ? Integer.parseInt(text, 8) : largest + 1;
    require(
        value <= largest,
        "invalid --" + option.name() + " (" + Bytes.latin1(text) + "): expected " + expected);
    return value;
  }

  private Supervision supervision() throws UsageException {
    boolean init = line.has(RunDefinition.INIT);
    boolean stays = init || line.has(RunDefinition.SUPERVISE);
    boolean killsRest = line.has(RunDefinition.KILL_REST);
    require(stays || !killsRest, "--kill-rest requires --supervise or --init");
    return new Supervision(stays, init, killsRest);
  }
}
