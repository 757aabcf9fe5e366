// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What {@code --help} and {@code --version} print. */
public final class Help {
  /** Set by the launcher. */
  private static final String COMMIT = "ephemera.commit";

  private Help() {}

  /** The help of a command. */
  public static String of(CommandDefinition command) {
    return text(PicocliModel.of(command));
  }

  /** The help of the program. */
  public static String of(List<CommandDefinition> commands) {
    return text(PicocliModel.of(commands));
  }

  private static String text(CommandSpec model) {
    return new CommandLine(model).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /** The version as a line, with the commit from which the program was built, if that is known. */
  public static String version() {
    String commit = System.getProperty(COMMIT, "");
    String origin = commit.isEmpty() ? "" : " (commit " + commit + ")";
    return CommandDefinition.PROGRAM + " " + versionNumber() + origin + "\n";
  }

  /** The version of the program, such as {@code 0.2.0}. */
  public static String versionNumber() {
    return Help.class.getModule().getDescriptor().rawVersion().orElse("(unversioned)");
  }
}
