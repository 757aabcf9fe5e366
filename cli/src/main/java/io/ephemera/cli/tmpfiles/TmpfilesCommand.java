// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.WarmUp;
import java.io.IOException;
import java.util.List;

/** {@code ephemera tmpfiles}, which takes the command line of systemd-tmpfiles(8). */
public final class TmpfilesCommand implements Command {
  private static final Bytes CREATE = Bytes.latin1("--create");

  @Override
  public CommandDefinition definition() {
    return new TmpfilesDefinition();
  }

  /**
   * On the second core, while the first one reads the command line and the configuration. Runs that
   * do not create execute other code: there it would only keep the compiler busy.
   */
  @Override
  public void warmUp(List<Bytes> words) {
    if (!words.contains(CREATE)) {
      return;
    }
    Thread thread = new Thread(WarmUp::run, "warm-up");
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((t, failure) -> {}); // the run itself will report it
    thread.start();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException {
    if (line.has(TmpfilesDefinition.INTROSPECT_CLI)) {
      Introspection.print(definition(), output);
      return ExitStatus.SUCCESS;
    }
    TmpfilesUsage.check(line);
    EnvironmentVariables variables = new EnvironmentVariables();
    if (variables.isTrue("SYSTEMD_TMPFILES_BYPASS")) {
      return ExitStatus.SUCCESS;
    }
    return new TmpfilesRun(line, output, variables).run();
  }
}
