// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

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

/** Describes {@code ephemera explain}. */
final class ExplainDefinition implements CommandDefinition {
  static final Option ALL =
      flag("all", "Show the fates of all that is in each PATH, as a table").letter('a');
  static final Option AT = valued("at", text("TIME"), "Tell what a run at TIME would do");
  static final Option IN = valued("in", text("SPAN"), "Tell what a run after SPAN would do");
  static final Option UNIT =
      valued("unit", text("NAME"), "Explain everything temporary of a unit, without PATH");
  static final Option PID =
      valued("pid", text("N"), "Explain everything temporary of a process, without PATH");
  static final Option ROOT = valued("root", directory("DIR"), "Use DIR as the root directory");
  static final Option JSON = flag("json", "Print lines of JSON");

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String summary() {
    return "Tell why a path is here, who uses it, and what will delete it";
  }

  @Override
  public List<String> description() {
    return List.of(
        "For each PATH, shows the way to it and who could replace it, its times and which of them"
            + " count, who uses it now and who probably made it, which line of tmpfiles.d(5) will"
            + " remove it and when, what else would, what others see under this path, and what"
            + " would keep or move it.",
        "A PATH need not exist: then it tells which lines would reach it and who still holds what"
            + " was there.",
        "With --unit=NAME or --pid=N instead of a PATH, shows where the temporary places of the unit"
            + " or process are, what its unit files name, which files it uses there now, and what"
            + " becomes of each.",
        "Changes nothing. What could not be seen is counted; an ordinary user sees only what its"
            + " own processes hold.");
  }

  @Override
  public List<String> synopsis() {
    return List.of("[OPTION...] PATH...", "[OPTION...] --unit=NAME | --pid=N");
  }

  @Override
  public List<ArgumentDefinition> arguments() {
    return List.of(
        new ArgumentDefinition(
            ValueDefinition.path("PATH"),
            ArgumentDefinition.Arity.REPEATABLE,
            "What to explain; below DIR with --root="));
  }

  @Override
  public List<OptionGroup> optionGroups() {
    return List.of(OptionGroup.withCommon(ALL, UNIT, PID, AT, IN, ROOT, JSON));
  }

  @Override
  public List<ExitStatusDefinition> exitStatuses() {
    return List.of(
        ExitStatus.SUCCESS.means("Everything was explained, also what does not exist"),
        ExitStatus.USAGE.means("Invalid command line"),
        ExitStatus.INVALID_INPUT.means("Some lines of the configuration are invalid"),
        ExitStatus.FAILED_STEPS.means(
            "A PATH could not be looked at, or there is no such unit or process"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("ephemera explain /tmp/upload", "tell what will delete it and when"),
        new Example(
            "ephemera explain --all /tmp", "show when what in /tmp goes, and by which line"),
        new Example("ephemera explain --unit=nginx", "show everything temporary of nginx"));
  }

  @Override
  public List<String> seeAlso() {
    return List.of("ephemera-tmpfiles(8)", "tmpfiles.d(5)", "namei(1)");
  }

  @Override
  public ExitStatus failureStatus() {
    return ExitStatus.FAILED_STEPS;
  }
}
