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

  /** What a command line declares. */
  static Declaration read(ParsedCommandLine line) throws UsageException, IOException {
    return new DeclarationOptions(line).read();
  }

  private Declaration read() throws UsageException, IOException {
    List<Bytes> command = line.program();
    if (command == null || command.isEmpty()) {
      throw new UsageException("expected -- and a COMMAND");
    }
    boolean hasRuntimeDirectory = line.has(RunDefinition.RUNTIME_DIRECTORY);
    require(
        hasRuntimeDirectory || !line.has(RunDefinition.KEEP),
        "--keep requires a --runtime-directory");
    require(
        hasRuntimeDirectory || !line.has(RunDefinition.CLEAN_BEFORE),
        "--clean-before requires a --runtime-directory");
    DeclarationBuilder builder = new DeclarationBuilder();
    builder
        .name(line.last(RunDefinition.NAME))
        .user(notEmpty(RunDefinition.USER))
        .group(notEmpty(RunDefinition.GROUP))
        .directories(directories())
        .mounts(MountOptions.read(line))
        .tmpfiles(paths(RunDefinition.TMPFILES))
        .before(before())
        .pidFile(pidFile())
        .locking(locking())
        .cleanBefore(line.has(RunDefinition.CLEAN_BEFORE))
        .keep(line.has(RunDefinition.KEEP))
        .descriptors(descriptors())
        .environment(EnvironmentRequest.OF_CALLER.withBase(base()))
        .startDirectory(startDirectory())
        .umask(umask())
        .supervision(supervision());
    return builder.build(Invocation.of(command));
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
