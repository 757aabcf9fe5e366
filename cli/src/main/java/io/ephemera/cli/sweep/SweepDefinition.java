// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.sweep;

import static io.ephemera.cli.command.Option.flag;
import static io.ephemera.cli.command.Option.valued;
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

/** Describes {@code ephemera sweep}. */
final class SweepDefinition implements CommandDefinition {
  static final Option APP =
      valued("app", text("NAME"), "Sweep for the application NAME, by default for ephemera temp");
  static final Option DRY_RUN =
      flag("dry-run", "Change nothing; print what would be removed").letter('n');
  static final Option JSON = flag("json", "Print every result as a line of JSON");

  @Override
  public String name() {
    return "sweep";
  }

  @Override
  public String summary() {
    return "Remove temporary files and directories left by dead processes";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Removes the temporary files and directories that processes of an application left when"
            + " they were killed: those of ephemera temp, and those of programs that use the"
            + " library.",
        "Only removes what has a name that Ephemera gave it, belongs to the current user, and is"
            + " not locked by a process.",
        "Without DIR and --app=, also removes what dead commands of ephemera run left.");
  }

  @Override
  public List<String> synopsis() {
    return List.of("[OPTION...] [DIR...]");
  }

  @Override
  public List<ArgumentDefinition> arguments() {
    return List.of(
        new ArgumentDefinition(
            ValueDefinition.directory("DIR"),
            ArgumentDefinition.Arity.REPEATABLE,
            "Directories to sweep, by default $TMPDIR, /tmp and /var/tmp"));
  }

  @Override
  public List<OptionGroup> optionGroups() {
    return List.of(OptionGroup.withCommon(APP, DRY_RUN, JSON));
  }

  @Override
  public List<ExitStatusDefinition> exitStatuses() {
    return List.of(
        ExitStatus.SUCCESS.means("Everything that is not in use was removed"),
        ExitStatus.USAGE.means("Invalid command line"),
        ExitStatus.FAILED_STEPS.means(
            "Something could not be removed, or a directory was refused"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("ephemera sweep --dry-run", "show what killed commands left"),
        new Example(
            "ephemera sweep --app=shop /var/tmp", "remove what the program shop left there"));
  }

  @Override
  public List<String> seeAlso() {
    return List.of("ephemera-temp(1)", "flock(2)");
  }

  @Override
  public ExitStatus failureStatus() {
    return ExitStatus.FAILED_STEPS;
  }
}
