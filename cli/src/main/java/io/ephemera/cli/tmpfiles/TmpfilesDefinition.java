// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import static io.ephemera.cli.command.Option.flag;
import static io.ephemera.cli.command.Option.valued;
import static io.ephemera.cli.command.ValueDefinition.path;
import static io.ephemera.cli.command.ValueDefinition.text;

import io.ephemera.cli.command.ArgumentDefinition;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.Example;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.OptionGroup;
import io.ephemera.cli.command.ValueDefinition;
import io.ephemera.cli.findings.FindingsOptions;
import java.util.List;

/** Describes {@code ephemera tmpfiles}. */
final class TmpfilesDefinition implements CommandDefinition {
  static final Option CREATE = flag("create", "Create, write and adjust files and directories");
  static final Option CLEAN =
      flag("clean", "Remove files and directories that are older than their age");
  static final Option REMOVE = flag("remove", "Remove files and directories marked for removal");
  static final Option PURGE =
      flag("purge", "Remove what lines marked with $ created (requires FILE)");
  static final Option CHECK =
      flag("check", "Report errors and dangers in the configuration; change nothing");
  static final Option BOOT =
      flag("boot", "Also apply lines marked with !, which are safe only at boot");
  static final Option GRACEFUL = flag("graceful", "Ignore unknown users and groups");
  static final Option DRY_RUN =
      flag("dry-run", "Change nothing; print what would change and which line asks for it")
          .letter('n');
  static final Option AT =
      valued(
          "at",
          text("TIME"),
          "With --dry-run: print what would happen at TIME, such as 2027-01-31 or '2027-01-31 12:00'");
  static final Option IN =
      valued(
          "in",
          text("SPAN"),
          "With --dry-run: print what would happen in SPAN from now, such as 2w or 36h");
  static final Option TIME_LIMIT =
      valued(
          "time-limit",
          text("SPAN"),
          "Start nothing new after SPAN, such as 30s; the next run continues");
  static final Option LIMIT_RATE =
      valued(
          "limit-rate",
          text("NUMBER"),
          "Visit at most NUMBER entries per second when cleaning and removing, such as 5000 or 20K");
  static final Option JSON =
      flag("json", "Print every outcome as a line of JSON on standard output");
  static final Option SARIF =
      flag("sarif", "Print the findings of --check as a SARIF document on standard output");
  static final Option VERBOSE =
      flag("verbose", "Also print what was done and what was left alone").letter('v');
  static final Option INLINE = flag("inline", "Read the arguments as lines, not as names of files");
  static final Option USER = flag("user", "Apply the configuration of the user, not of the system");
  static final Option PREFIX =
      valued("prefix", path("PATH"), "Apply only lines for PATH and below (may be repeated)")
          .repeatable();
  static final Option EXCLUDE_PREFIX =
      valued("exclude-prefix", path("PATH"), "Skip lines for PATH and below (may be repeated)")
          .repeatable();
  static final Option EXCLUDE_API =
      flag('E', "Same as --exclude-prefix= for /dev, /proc, /run and /sys");
  static final Option ROOT = valued("root", path("PATH"), "Use PATH as the root directory");
  static final Option IMAGE =
      valued(
          "image", path("PATH"), "Use the root file system in a disk image as the root directory");
  static final Option IMAGE_POLICY =
      valued(
          "image-policy",
          text("POLICY"),
          "Refuse a disk image that does not satisfy POLICY, systemd.image-policy(7)");
  static final Option REPLACE =
      valued("replace", path("PATH"), "Read the given files in place of PATH");
  static final Option CAT_CONFIG = flag("cat-config", "Print the configuration files and exit");
  static final Option TLDR =
      flag("tldr", "Print the configuration without comments and blank lines and exit");
  static final Option NO_PAGER =
      flag("no-pager", "Accepted for compatibility; output never goes to a pager");
  static final Option INTROSPECT_CLI =
      flag("introspect-cli", "Print the command line as JSON and exit").terminal().hidden();

  @Override
  public String name() {
    return "tmpfiles";
  }

  @Override
  public List<String> otherNames() {
    return List.of("systemd-tmpfiles");
  }

  @Override
  public String summary() {
    return "Create, clean up and remove what tmpfiles.d(5) declares";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Creates, cleans up and removes the files and directories that tmpfiles.d(5) declares. It"
            + " takes the command line of systemd-tmpfiles(8).");
  }

  @Override
  public List<String> synopsis() {
    return List.of("OPERATION... [OPTION...] [FILE...]");
  }

  @Override
  public List<ArgumentDefinition> arguments() {
    return List.of(
        new ArgumentDefinition(
            ValueDefinition.path("FILE"),
            ArgumentDefinition.Arity.REPEATABLE,
            "Configuration files to read instead of all; - for standard input"));
  }

  @Override
  public List<OptionGroup> optionGroups() {
    return List.of(
        new OptionGroup(
            "Operations",
            List.of(
                CREATE,
                CLEAN,
                REMOVE,
                PURGE,
                CHECK,
                CAT_CONFIG,
                TLDR,
                Option.HELP,
                Option.VERSION,
                INTROSPECT_CLI)),
        new OptionGroup(
            "Configuration",
            List.of(BOOT, INLINE, USER, PREFIX, EXCLUDE_PREFIX, EXCLUDE_API, REPLACE)),
        new OptionGroup(
            "Execution and output",
            List.of(
                GRACEFUL,
                DRY_RUN,
                AT,
                IN,
                TIME_LIMIT,
                LIMIT_RATE,
                JSON,
                SARIF,
                FindingsOptions.BASELINE,
                FindingsOptions.UPDATE_BASELINE,
                FindingsOptions.FAIL_ON,
                VERBOSE,
                ROOT,
                IMAGE,
                IMAGE_POLICY,
                NO_PAGER)));
  }

  @Override
  public List<ExitStatusDefinition> exitStatuses() {
    return List.of(
        ExitStatus.SUCCESS.means("Everything was done"),
        ExitStatus.FAILURE.means(
            "Nothing was done: invalid command line or unusable file; or --check warned"),
        ExitStatus.INVALID_INPUT.means("Some lines are invalid; the others were applied"),
        ExitStatus.FAILED_STEPS.means("Some steps failed, or were refused because they are unsafe"),
        ExitStatus.STOPPED.means("The time limit expired; run it again to continue"));
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("ephemera tmpfiles --create --dry-run", "show what is missing"),
        new Example("ephemera tmpfiles --clean -n --prefix=/tmp", "show what would be cleaned"),
        new Example("ephemera tmpfiles --create --root=tree", "apply what a tree declares"),
        new Example("ephemera tmpfiles --cat-config", "print the files that are used"),
        new Example("ephemera tmpfiles --create --inline 'd /run/shop 0750 shop shop'", ""));
  }

  @Override
  public List<String> seeAlso() {
    return List.of("tmpfiles.d(5)", "systemd-tmpfiles(8)");
  }

  @Override
  public int manualSection() {
    return 8;
  }

  @Override
  public ExitStatus usageStatus() {
    return ExitStatus.FAILURE;
  }
}
