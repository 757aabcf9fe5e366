// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.where;

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
import java.util.List;

/** Describes {@code ephemera where}. */
final class WhereDefinition implements CommandDefinition {
  static final Option APP =
      valued(
          "app",
          text("NAME"),
          "Show the place of the application NAME, not the directory that contains it");
  static final Option FOR = valued("for", PlaceKind.VALUE, "Same as the argument KIND");
  static final Option SIZE =
      valued("size", text("BYTES"), "Require room for BYTES, such as 500M (temp and native)");
  static final Option EXECUTABLE =
      flag("executable", "Require that files can be executed (temp and native)");
  static final Option PERSISTENT =
      flag("persistent", "Require that files survive a reboot (temp and native)");
  static final Option CREATE =
      flag("create", "Create the directory if it is missing (requires --app)");
  static final Option EXPLAIN =
      flag("explain", "Also print why, what was rejected, and the file system's properties");
  static final Option JSON =
      flag("json", "Print places as lines of JSON, with everything that --explain prints");

  @Override
  public String name() {
    return "where";
  }

  @Override
  public String summary() {
    return "Show where a file belongs, and why";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints the directory for files of a kind, after verifying that it is private and usable."
            + " Without KIND, prints a table of all of them.");
  }

  @Override
  public List<String> synopsis() {
    return List.of("[KIND] [OPTION...]");
  }

  @Override
  public List<ArgumentDefinition> arguments() {
    return List.of(
        new ArgumentDefinition(
            PlaceKind.VALUE,
            ArgumentDefinition.Arity.OPTIONAL,
            "One of " + String.join(", ", PlaceKind.VALUE.words())));
  }

  @Override
  public List<OptionGroup> optionGroups() {
    return List.of(
        OptionGroup.withCommon(APP, FOR, SIZE, EXECUTABLE, PERSISTENT, CREATE, EXPLAIN, JSON));
  }

  @Override
  public List<ExitStatusDefinition> exitStatuses() {
    return List.of(
        ExitStatus.SUCCESS.means("The place was printed, and created if --create was given"),
        ExitStatus.FAILURE.means("No place is private and suitable"),
        ExitStatus.USAGE.means("Invalid command line"),
        ExitStatus.FAILED_STEPS.means(
            "The place could not be created, or was refused because it is unsafe"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("ephemera where cache --app=shop", "show where shop keeps its cache"),
        new Example("ephemera where socket --app=shop --explain", "show where its socket belongs"),
        new Example("ephemera where --size=3G", "show where 3 GiB fit"),
        new Example("cd \"$(ephemera where cache --app=shop --create)\"", ""));
  }

  @Override
  public List<String> seeAlso() {
    return List.of("file-hierarchy(7)", "systemd.exec(5)");
  }
}
