// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import static io.ephemera.cli.command.Option.flag;
import static io.ephemera.cli.command.Option.valued;
import static io.ephemera.cli.command.ValueDefinition.directory;
import static io.ephemera.cli.command.ValueDefinition.text;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Example;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.OptionGroup;
import io.ephemera.cli.command.ValueDefinition;
import java.util.List;

/** Describes {@code ephemera temp}. */
final class TempDefinition implements CommandDefinition {
  static final Option DIRECTORY =
      flag("directory", "Create a directory instead of a file").letter('d');
  static final Option TMPDIR =
      valued("tmpdir", directory("DIR"), "Create it in DIR, by default $TMPDIR or /tmp")
          .letter('p')
          .withOptionalValue();
  static final Option IN_TMPDIR =
      flag('t', "Create it in $TMPDIR, else in DIR or /tmp; TEMPLATE is a name without a slash");
  static final Option DRY_RUN =
      flag("dry-run", "Print a name that is free, and create nothing: another user may take it")
          .letter('u');
  static final Option QUIET = flag("quiet", "Print no message if it cannot be created").letter('q');
  static final Option SUFFIX =
      valued("suffix", text("TEXT"), "Append TEXT to the name; TEMPLATE must then end in X");
  static final Option APP =
      valued(
          "app",
          text("NAME"),
          "With a command: the application that owns the directory, by default ephemera");

  /** As a shell ends with where a command cannot be run, and where it is not found. */
  static final ExitStatus CANNOT_RUN = new ExitStatus(126);

  static final ExitStatus NOT_FOUND = new ExitStatus(127);

  @Override
  public String name() {
    return "temp";
  }

  @Override
  public String summary() {
    return "Create a temporary file or directory, or run a command with one";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Creates a file (mode 0600) or a directory (mode 0700) under an unguessable name and prints"
            + " its path, as mktemp(1) does. The caller removes it.",
        "With a command, runs it with a new temporary directory as its TMPDIR, and removes the"
            + " directory when the command ends. Until then, cleaners leave it alone. Signals that"
            + " ephemera is sent are passed on to the command.");
  }

  @Override
  public List<String> synopsis() {
    return List.of(
        "[-d] [-u] [-q] [-p DIR | -t] [--suffix=TEXT] [--] [TEMPLATE]",
        "-d [-p DIR] [--app=NAME] -- COMMAND...");
  }

  @Override
  public List<ArgumentDefinition> arguments() {
    return List.of(
        new ArgumentDefinition(
            ValueDefinition.path("TEMPLATE"),
            ArgumentDefinition.Arity.OPTIONAL,
            "Path whose name contains at least three consecutive X, which become random"));
  }

  @Override
  public List<OptionGroup> optionGroups() {
    return List.of(
        OptionGroup.withCommon(DIRECTORY, TMPDIR, IN_TMPDIR, SUFFIX, DRY_RUN, QUIET, APP));
  }

  @Override
  public List<ExitStatusDefinition> exitStatuses() {
    return List.of(
        ExitStatus.SUCCESS.means("The path was printed"),
        ExitStatus.USAGE.means("Invalid command line"),
        ExitStatus.FAILED_STEPS.means(
            "It could not be created, or was refused because it is unsafe"),
        CANNOT_RUN.means("The command cannot be run"),
        NOT_FOUND.means("The command was not found"),
        ExitStatusDefinition.other(
            "Exit status of the command, or 128 plus the signal that killed it"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("ephemera temp -d -- make", "run make with a TMPDIR of its own"),
        new Example("file=$(ephemera temp)", "create an empty private file"),
        new Example("ephemera temp -d -p . build.XXXXXX", "create a directory here"));
  }

  @Override
  public List<String> seeAlso() {
    return List.of("ephemera-sweep(1)", "mktemp(1)");
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
