// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import static io.ephemera.cli.command.Option.flag;
import static io.ephemera.cli.command.Option.valued;
import static io.ephemera.cli.command.ValueDefinition.choice;
import static io.ephemera.cli.command.ValueDefinition.directory;
import static io.ephemera.cli.command.ValueDefinition.path;
import static io.ephemera.cli.command.ValueDefinition.text;

import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Example;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.OptionGroup;
import io.ephemera.cli.command.ValueDefinition;
import io.ephemera.cli.command.ValueDefinition.Choice;
import io.ephemera.isolate.plan.DirectoryKind;
import java.util.List;

/** Describes {@code ephemera run}. */
final class RunDefinition implements CommandDefinition {
  static final String IN_MEMORY = "tmpfs";
  static final String ON_DISK = "disk";
  static final String FAIL = "fail";
  static final String AWAIT = "wait";
  static final String CLEAN = "clean";

  private static final ValueDefinition NAME_AND_MODE = text("NAME[:MODE]");

  static final Option NAME =
      valued("name", text("NAME"), "Name of what runs, by default that of the command");
  static final Option USER =
      valued("user", text("USER"), "Run the command as USER, with that user's groups");
  static final Option GROUP = valued("group", text("GROUP"), "Run the command with this group");

  static final Option RUNTIME_DIRECTORY =
      valued(
              "runtime-directory",
              NAME_AND_MODE,
              "Create /run/NAME, or NAME below $XDG_RUNTIME_DIR, for as long as the command runs"
                  + " (may be repeated)")
          .repeatable();
  static final Option STATE_DIRECTORY =
      valued("state-directory", NAME_AND_MODE, "Create NAME below /var/lib or $XDG_STATE_HOME")
          .repeatable();
  static final Option CACHE_DIRECTORY =
      valued("cache-directory", NAME_AND_MODE, "Create NAME below /var/cache or $XDG_CACHE_HOME")
          .repeatable();
  static final Option LOGS_DIRECTORY =
      valued("logs-directory", NAME_AND_MODE, "Create NAME below /var/log or $XDG_STATE_HOME/log")
          .repeatable();
  static final Option CONFIGURATION_DIRECTORY =
      valued("configuration-directory", NAME_AND_MODE, "Create NAME below /etc or $XDG_CONFIG_HOME")
          .repeatable();
  static final Option KEEP =
      flag("keep", "Leave runtime directories where they are when the command has ended");

  static final Option PRIVATE_TMP =
      valued(
              "private-tmp",
              choice(
                  "KIND",
                  List.of(
                      new Choice(IN_MEMORY, "in memory"),
                      new Choice(ON_DISK, "directories below /tmp and /var/tmp"))),
              "Give the command a /tmp and a /var/tmp of its own: tmpfs (default) or disk")
          .withOptionalValue();
  static final Option TMP_SIZE =
      valued(
          "tmp-size",
          text("SIZE"),
          "Limit a private tmpfs, such as 64m; by default a tenth of the memory");
  static final Option REQUIRE_PRIVATE_TMP =
      flag("require-private-tmp", "End with 77 where the command cannot have a /tmp of its own");
  static final Option EXCEPTION =
      valued(
              "exception",
              path("PATH"),
              "Let PATH of the real /tmp stay visible, such as /tmp/.X11-unix (may be repeated)")
          .repeatable();
  static final Option BIND =
      valued("bind", path("PATH[:TARGET]"), "Show what is at PATH also at TARGET (may be repeated)")
          .repeatable();
  static final Option BIND_READ_ONLY =
      valued("bind-ro", path("PATH[:TARGET]"), "As --bind, read-only (may be repeated)")
          .repeatable();
  static final Option TMPFS =
      valued("tmpfs", path("PATH"), "Show an empty tmpfs at PATH (may be repeated)").repeatable();
  static final Option PRIVATE_IPC =
      flag("private-ipc", "Give the command System V IPC, /dev/shm and /dev/mqueue of its own");

  static final Option LOCK =
      valued(
              "lock",
              choice(
                  "HOW",
                  List.of(
                      new Choice(FAIL, "if one runs, end with 75"),
                      new Choice(AWAIT, "if one runs, wait for its end"))),
              "Run once at a time under this name: fail (default) or wait")
          .withOptionalValue();
  static final Option CONFLICT_EXIT_CODE =
      valued("conflict-exit-code", text("CODE"), "End with CODE instead of 75 if one runs");
  static final Option PID_FILE =
      valued("pid-file", text("NAME"), "Write a pid file into the first runtime directory");
  static final Option CLEAN_BEFORE =
      flag("clean-before", "Remove dead sockets and stale pid files from the runtime directories");
  static final Option TMPFILES =
      valued(
              "tmpfiles",
              path("FILE"),
              "Apply a tmpfiles.d file first, where the command sees it (may be repeated)")
          .repeatable();
  static final Option BEFORE =
      valued(
              "before",
              text("COMMAND"),
              "Run COMMAND with /bin/sh first, as the command would run (may be repeated)")
          .repeatable();

  static final Option UNIT =
      valued(
          "unit",
          path("UNIT"),
          "Run the service that a systemd unit file describes: a path, or a name such as"
              + " web.service");
  static final Option WITHOUT =
      valued(
              "without",
              text("DIRECTIVE"),
              "With --unit: leave out a directive, sandbox for all that are refused, mounts for all"
                  + " that need mounts (may be repeated)")
          .repeatable();
  static final Option VERBOSE =
      flag("verbose", "With --unit: name the directives that have no effect here");

  static final Option ENVIRONMENT =
      valued(
          "env",
          choice(
              "WHICH",
              List.of(
                  new Choice("keep", "the variables of the caller"),
                  new Choice(CLEAN, "only what the command needs"))),
          "Environment of the command: keep (default) or clean");
  static final Option WORKING_DIRECTORY =
      valued("working-directory", directory("DIR"), "Start the command in DIR");
  static final Option UMASK =
      valued("umask", text("MASK"), "File mode creation mask of the command, such as 077");
  static final Option KEEP_DESCRIPTORS =
      flag("keep-fds", "Keep inherited descriptors above 2 even if the user changes");
  static final Option CLOSE_DESCRIPTORS =
      flag("close-fds", "Close inherited descriptors above 2, except those of LISTEN_FDS");
  static final Option SUPERVISE =
      flag("supervise", "Stay beside the command, and remove everything at once when it has ended");
  static final Option INIT =
      flag("init", "As --supervise, as the first process of a container: also wait for orphans");
  static final Option KILL_REST =
      flag("kill-rest", "With --supervise or --init: end what the command leaves running");

  static final Option DRY_RUN =
      flag("dry-run", "Print what would be done, and do nothing").letter('n');
  static final Option JSON = flag("json", "With --dry-run: print it as lines of JSON");

  /** What a first start leaves open for the second one in its user namespace. */
  static final Option INSIDE = valued("inside", text("FD"), "Continue in a namespace").hidden();

  private static final ExitStatus NOT_PERMITTED = new ExitStatus(77);
  private static final ExitStatus WRONG_UNIT = new ExitStatus(78);
  private static final ExitStatus CANNOT_RUN = new ExitStatus(126);
  private static final ExitStatus NOT_FOUND = new ExitStatus(127);

  /** The option that asks for directories of a kind. */
  static Option directoryOption(DirectoryKind kind) {
    return switch (kind) {
      case RUNTIME -> RUNTIME_DIRECTORY;
      case STATE -> STATE_DIRECTORY;
      case CACHE -> CACHE_DIRECTORY;
      case LOGS -> LOGS_DIRECTORY;
      case CONFIGURATION -> CONFIGURATION_DIRECTORY;
    };
  }

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "Run a command with its own /tmp, directories, lock and user";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Gives a command what systemd gives a service, without systemd: runtime and other"
            + " directories with exact owner and mode, a private /tmp, a lock, a pid file, another"
            + " user. Then the command takes the place of ephemera: same process ID, signals and"
            + " exit status, and nothing of ephemera stays in memory.",
        "What was made for a command is removed by the next run of the same name, by ephemera sweep"
            + " or by ephemera tmpfiles --clean, once no process of the command lives; with"
            + " --supervise at once.");
  }

  @Override
  public List<String> synopsis() {
    return List.of(
        "[OPTION...] -- COMMAND [ARG...]", "[OPTION...] --unit=UNIT [-- COMMAND [ARG...]]");
  }

  @Override
  public List<OptionGroup> optionGroups() {
    return List.of(
        new OptionGroup("Identity", List.of(NAME, USER, GROUP)),
        new OptionGroup(
            "Directories",
            List.of(
                RUNTIME_DIRECTORY,
                STATE_DIRECTORY,
                CACHE_DIRECTORY,
                LOGS_DIRECTORY,
                CONFIGURATION_DIRECTORY,
                KEEP)),
        new OptionGroup(
            "What only the command sees",
            List.of(
                PRIVATE_TMP,
                TMP_SIZE,
                REQUIRE_PRIVATE_TMP,
                EXCEPTION,
                BIND,
                BIND_READ_ONLY,
                TMPFS,
                PRIVATE_IPC)),
        new OptionGroup("Unit files", List.of(UNIT, WITHOUT, VERBOSE)),
        new OptionGroup(
            "Before it starts",
            List.of(LOCK, CONFLICT_EXIT_CODE, PID_FILE, CLEAN_BEFORE, TMPFILES, BEFORE)),
        new OptionGroup(
            "The process",
            List.of(
                ENVIRONMENT,
                WORKING_DIRECTORY,
                UMASK,
                KEEP_DESCRIPTORS,
                CLOSE_DESCRIPTORS,
                SUPERVISE,
                INIT,
                KILL_REST)),
        new OptionGroup("Output", List.of(DRY_RUN, JSON, Option.HELP, Option.VERSION, INSIDE)));
  }

  @Override
  public List<ExitStatusDefinition> exitStatuses() {
    return List.of(
        ExitStatus.SUCCESS.means("With --dry-run: the plan was printed"),
        ExitStatus.USAGE.means("Invalid command line"),
        ExitStatus.FAILED_STEPS.means(
            "Something could not be created, or was refused because it is unsafe"),
        ExitStatus.STOPPED.means("With --lock: one runs already"),
        NOT_PERMITTED.means("The kernel or the user database does not allow what was asked for"),
        WRONG_UNIT.means("With --unit: the unit asks for what is not done here, or is wrong"),
        CANNOT_RUN.means("The command cannot be run"),
        NOT_FOUND.means("The command was not found"),
        ExitStatusDefinition.other("Exit status of the command"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("ephemera run --private-tmp -- mvn verify", "build, and leave /tmp as it was"),
        new Example("ephemera run --lock --private-tmp -- job", "a cron job that never runs twice"),
        new Example("ephemera run --init --user=app -- appd", "the entry point of a container"),
        new Example("ephemera run --unit=redis-server.service", "a service without systemd"));
  }

  @Override
  public List<String> seeAlso() {
    return List.of("ephemera-temp(1)", "systemd.exec(5)", "unshare(1)");
  }

  @Override
  public boolean runsProgram() {
    return true;
  }

  @Override
  public ExitStatus failureStatus() {
    return ExitStatus.FAILED_STEPS;
  }
}
