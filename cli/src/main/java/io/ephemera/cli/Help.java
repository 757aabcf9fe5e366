// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What {@code --help} and {@code --version} print, laid out by picocli from the one table of
 * options.
 */
final class Help {
  private Help() {}

  static String version() {
    String version = Main.class.getModule().getDescriptor().rawVersion().orElse("(unversioned)");
    return "ephemera " + version + "\n";
  }

  static String ofEphemera() {
    return new CommandLine(ephemera()).getUsageMessage();
  }

  static String ofTmpfiles() {
    return new CommandLine(tmpfiles()).getUsageMessage();
  }

  /** The whole command line as picocli sees it. */
  static CommandSpec ephemera() {
    CommandSpec spec = CommandSpec.create().name("ephemera");
    spec.usageMessage()
        .description("Gives every file that does not last its right place.")
        .synopsisSubcommandLabel("COMMAND");
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
    return spec;
  }

  private static CommandSpec tmpfiles() {
    CommandSpec spec = CommandSpec.create().name("ephemera tmpfiles");
    spec.usageMessage()
        .description(
            "Create, clean up and remove what tmpfiles.d(5) declares, as systemd-tmpfiles(8) does.")
        .footer(
            "",
            "Exit codes: 0 done, 1 nothing was done, 65 invalid lines were left out, 73 steps failed or were refused.")
        .sortOptions(false);
    for (TmpfilesOption option : TmpfilesOption.values()) {
      spec.addOption(option(option));
    }
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("FILE")
            .arity("0..*")
            .description("Configuration files to read instead of all; - for standard input")
            .build());
    return spec;
  }

  private static OptionSpec option(TmpfilesOption option) {
    String name = option.longName();
    String letter = option.letter() == 0 ? null : "-" + option.letter();
    String[] names =
        name == null
            ? new String[] {letter}
            : letter == null ? new String[] {"--" + name} : new String[] {letter, "--" + name};
    OptionSpec.Builder builder = OptionSpec.builder(names).description(option.description());
    return option.value() == null
        ? builder.arity("0").type(boolean.class).build()
        : builder.arity("1").paramLabel(option.value()).type(String.class).build();
  }
}
