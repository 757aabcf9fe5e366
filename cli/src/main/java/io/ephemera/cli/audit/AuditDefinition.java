// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.audit;

import static io.ephemera.cli.command.Option.flag;
import static io.ephemera.cli.command.Option.valued;
import static io.ephemera.cli.command.ValueDefinition.directory;
import static io.ephemera.cli.command.ValueDefinition.text;

import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Example;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.OptionGroup;
import io.ephemera.cli.findings.FindingsOptions;
import java.util.List;

/** Describes {@code ephemera audit}. */
final class AuditDefinition implements CommandDefinition {
  static final Option ROOT =
      valued("root", directory("DIR"), "Audit the root file system in DIR, not this host");
  static final Option UNIT =
      valued("unit", text("NAME"), "Report only what concerns the unit NAME");
  static final Option ONLY =
      valued("only", text("ID,..."), "Run only these checks (may be repeated)").repeatable();
  static final Option SKIP =
      valued("skip", text("ID,..."), "Do not run these checks (may be repeated)").repeatable();
  static final Option HORIZON =
      valued(
          "horizon", text("SPAN"), "Report what is removed within SPAN while in use (default: 3d)");
  static final Option TIME_LIMIT =
      valued("time-limit", text("SPAN"), "Look at nothing more after SPAN, such as 30s");
  static final Option JSON = flag("json", "Print lines of JSON");
  static final Option SARIF = flag("sarif", "Print a SARIF document");
  static final Option LIST = flag("list", "List the checks and exit");

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String summary() {
    return "Find what is wrong in temporary places, and how to fix it";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Looks at /tmp, /var/tmp, /dev/shm, /run and what else does not last, at the processes that"
            + " use it, at unit files and at the configuration of tmpfiles.d(5), and reports"
            + " what another user can take over, read or kill, what will be deleted while it is"
            + " in use, and what nothing cleans. Each finding has what was seen and the commands"
            + " that correct it.",
        "Changes nothing, runs none of these commands, and shows no content of files but the line"
            + " that a finding is about. What could not be seen is listed at the end.");
  }

  @Override
  public List<String> synopsis() {
    return List.of("[OPTION...]");
  }

  @Override
  public List<OptionGroup> optionGroups() {
    return List.of(
        new OptionGroup("What to look at", List.of(ROOT, UNIT, ONLY, SKIP, HORIZON, TIME_LIMIT)),
        new OptionGroup(
            "Findings",
            List.of(
                FindingsOptions.BASELINE,
                FindingsOptions.UPDATE_BASELINE,
                FindingsOptions.FAIL_ON,
                JSON,
                SARIF)),
        new OptionGroup("Other", List.of(LIST, Option.HELP, Option.VERSION)));
  }

  @Override
  public List<ExitStatusDefinition> exitStatuses() {
    return List.of(
        ExitStatus.SUCCESS.means("No findings, or notes only"),
        ExitStatus.FAILURE.means("Warnings; or it cannot do its work"),
        ExitStatus.USAGE.means("Invalid command line"),
        ExitStatus.INVALID_INPUT.means("Errors: another user can take over, read or kill now"),
        ExitStatus.STOPPED.means("The time limit expired, and what was seen has no such findings"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("ephemera audit", "audit this host; as root, all of it"),
        new Example("ephemera audit --root=tree", "audit an unpacked image"),
        new Example("ephemera audit --only=HA501 --horizon=1w", "tell what is deleted in use"),
        new Example("ephemera audit --baseline=known", "report only what is new"));
  }

  @Override
  public List<String> seeAlso() {
    return List.of("ephemera-explain(1)", "ephemera-tmpfiles(8)");
  }

  @Override
  public int manualSection() {
    return 8;
  }
}
