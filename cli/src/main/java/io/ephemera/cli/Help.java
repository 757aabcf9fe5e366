// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What {@code --help} and {@code --version} print, laid out by picocli from the one table of
 * options. Nothing of it is loaded when a command runs.
 */
final class Help {
  static final String ABSTRACT = "Creates, cleans up and removes what tmpfiles.d(5) declares.";

  private static final int WIDTH = 96;

  private Help() {}

  static String version() {
    return "ephemera " + versionNumber() + "\n";
  }

  static String versionNumber() {
    return Main.class.getModule().getDescriptor().rawVersion().orElse("(unversioned)");
  }

  static String ofEphemera() {
    return of(ephemera());
  }

  static String ofTmpfiles() {
    return of(tmpfiles());
  }

  static String ofWhere() {
    return of(where());
  }

  static String ofTemp() {
    return of(temp());
  }

  static String ofSweep() {
    return of(sweep());
  }

  static String ofCompletion() {
    return of(completion());
  }

  private static String of(CommandSpec spec) {
    return new CommandLine(spec).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /** The whole command line as picocli sees it. */
  static CommandSpec ephemera() {
    CommandSpec spec = CommandSpec.create().name("ephemera");
    spec.usageMessage()
        .width(WIDTH)
        .description("Gives every file that does not last its right place.")
        .synopsisSubcommandLabel("COMMAND")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading("%nExamples:%n")
        .footer(
            "  ephemera tmpfiles --create --dry-run    what would be created now, and why",
            "  ephemera where cache --app=shop         where a program called shop keeps its cache",
            "  ephemera temp -d -- make                make, with a temporary directory of its own",
            "  ephemera COMMAND --help                 all about a command");
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Print this help and exit")
            .build());
    spec.addOption(
        OptionSpec.builder("--version")
            .versionHelp(true)
            .description("Print the version and exit")
            .build());
    spec.addSubcommand("tmpfiles", tmpfiles());
    spec.addSubcommand("where", where());
    spec.addSubcommand("temp", temp());
    spec.addSubcommand("sweep", sweep());
    spec.addSubcommand("completion", completion());
    return spec;
  }

  private static CommandSpec tmpfiles() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage()
        .width(WIDTH)
        .description(ABSTRACT, "It takes the command line of systemd-tmpfiles(8).")
        .customSynopsis("ephemera tmpfiles WHAT... [OPTION...] [FILE...]")
        .parameterListHeading("%n")
        .optionListHeading("")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes())
        .footerHeading("%nExamples:%n")
        .footer(
            "  ephemera tmpfiles --create --dry-run               what is missing on this system",
            "  ephemera tmpfiles --clean --dry-run --prefix=/tmp  what would be cleaned below /tmp",
            "  ephemera tmpfiles --create --root=image            into the root of an image",
            "  ephemera tmpfiles --create --inline 'd /run/shop 0750 shop shop'",
            "  ephemera tmpfiles --cat-config                     which files count, and what they say")
        .sortOptions(false);
    for (OptionSection section : OptionSection.values()) {
      spec.addArgGroup(group(section));
    }
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("FILE")
            .arity("0..*")
            .type(java.io.File[].class)
            .description("Configuration files to read instead of all; - for standard input")
            .build());
    return spec;
  }

  private static ArgGroupSpec group(OptionSection section) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().validate(false).heading("%n" + section.heading() + ":%n");
    for (TmpfilesOption option : TmpfilesOption.shown()) {
      if (OptionSection.of(option) == section) {
        group.addArg(option(option));
      }
    }
    return group.build();
  }

  private static OptionSpec option(CommandOption option) {
    String name = option.longName();
    String letter = option.letter() == 0 ? null : "-" + option.letter();
    String[] names =
        name == null
            ? new String[] {letter}
            : letter == null ? new String[] {"--" + name} : new String[] {letter, "--" + name};
    OptionSpec.Builder builder = OptionSpec.builder(names).description(option.description());
    if (option.value() == null) {
      return builder.arity("0").type(boolean.class).build();
    }
    if (option == WhereOption.FOR) {
      builder.completionCandidates(WhereKind.ids());
    }
    Class<?> type = option.takesPath() ? java.io.File.class : String.class;
    return builder.arity("1").paramLabel(option.value()).type(type).build();
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      if (code != ExitCode.USAGE) {
        texts.put(" " + code.number(), meaning(code));
      }
    }
    return texts;
  }

  /** As the manual page words it. */
  static String meaning(ExitCode code) {
    return switch (code) {
      case SUCCESS -> "everything was done";
      case FAILURE ->
          "nothing was done: command line or file cannot be used; --check found something";
      case USAGE -> "no such command";
      case INVALID_CONFIGURATION -> "some lines are invalid; the others were carried out";
      case STOPPED -> "the time of --time-limit= was over; the same again goes on";
      case FAILED_STEPS -> "some steps failed, or were refused because they were not safe";
    };
  }

  private static CommandSpec where() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage()
        .width(WIDTH)
        .description(
            "Says where a file belongs: verified, with the reason; without KIND for every kind.")
        .customSynopsis("ephemera where [KIND] [OPTION...]")
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodesOfWhere())
        .footerHeading("%nExamples:%n")
        .footer(
            "  ephemera where                              all places",
            "  ephemera where socket --app=shop --explain  where shop's socket belongs, and why",
            "  ephemera where --size=3G                    where 3 GiB of temporary files have room",
            "  cd \"$(ephemera where cache --app=shop --create)\"")
        .sortOptions(false);
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("KIND")
            .arity("0..1")
            .completionCandidates(WhereKind.ids())
            .description("One of " + String.join(", ", WhereKind.ids()))
            .build());
    for (WhereOption option : WhereOption.values()) {
      spec.addOption(option(option));
    }
    return spec;
  }

  private static Map<String, String> exitCodesOfWhere() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(" 0", "the place was told, and made with --create");
    texts.put(" 1", "there is no place that is private and fit");
    texts.put(" 64", "the command line means nothing");
    texts.put(" 73", "--create could not make it, or refused because it would not be safe");
    return texts;
  }

  private static CommandSpec temp() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage()
        .width(WIDTH)
        .description(
            "Makes a temporary file or directory and prints its path, as mktemp(1) does;",
            "or runs a command with a temporary directory of its own as TMPDIR, which is gone when"
                + " the command ends.")
        .customSynopsis(
            "ephemera temp [-d] [-p DIR] [--suffix=TEXT] [TEMPLATE]",
            "      ephemera temp -d [-p DIR] [--app=NAME] -- COMMAND...")
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodesOfTemp())
        .footerHeading("%nExamples:%n")
        .footer(
            "  file=$(ephemera temp)                   an empty file for the user alone",
            "  ephemera temp -d -p . build.XXXXXX      a directory here",
            "  ephemera temp -d -- mvn verify          nothing of it is left in /tmp")
        .sortOptions(false);
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("TEMPLATE")
            .arity("0..1")
            .type(java.io.File.class)
            .description("A path with at least three X in its name, which become random")
            .build());
    for (TempOption option : TempOption.values()) {
      spec.addOption(option(option));
    }
    return spec;
  }

  private static Map<String, String> exitCodesOfTemp() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(" 0", "the path was printed");
    texts.put(" 64", "the command line means nothing");
    texts.put(" 73", "it could not be made, or was refused because it would not be safe");
    texts.put(" 126", "the command cannot be run");
    texts.put(" 127", "there is no such command");
    texts.put(" *", "that of the command; 128 and the number of the signal that ended it");
    return texts;
  }

  private static CommandSpec sweep() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage()
        .width(WIDTH)
        .description(
            "Removes the temporary files and directories that dead processes of an application"
                + " left, and nothing else: what has a name of Ephemera's for it, belongs to the"
                + " user, and is locked by nobody.")
        .customSynopsis("ephemera sweep [OPTION...] [DIR...]")
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n")
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodesOfSweep())
        .footerHeading("%nExamples:%n")
        .footer(
            "  ephemera sweep --dry-run               what commands that were killed left",
            "  ephemera sweep --app=shop /var/tmp     what the program shop left there")
        .sortOptions(false);
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("DIR")
            .arity("0..*")
            .type(java.io.File[].class)
            .description("Where to look; by default in $TMPDIR, /tmp and /var/tmp")
            .build());
    for (SweepOption option : SweepOption.values()) {
      spec.addOption(option(option));
    }
    return spec;
  }

  private static Map<String, String> exitCodesOfSweep() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put(" 0", "what nobody holds is gone");
    texts.put(" 64", "the command line means nothing");
    texts.put(" 73", "something could not be removed, or a directory was refused");
    return texts;
  }

  private static CommandSpec completion() {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage()
        .width(WIDTH)
        .description("Prints a script that lets a shell complete the words of this program.")
        .customSynopsis("ephemera completion SHELL")
        .parameterListHeading("%n")
        .footerHeading("%nExamples:%n")
        .footer(
            "  bash:  ephemera completion bash >~/.local/share/bash-completion/completions/ephemera",
            "  zsh:   ephemera completion zsh >~/.zfunc/_ephemera        (with ~/.zfunc in $fpath)",
            "  fish:  ephemera completion fish >~/.config/fish/completions/ephemera.fish");
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("SHELL")
            .arity("1")
            .completionCandidates(Completion.names())
            .description("bash, zsh or fish")
            .build());
    return spec;
  }
}
