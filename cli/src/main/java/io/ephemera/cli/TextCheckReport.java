// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.report.Finding;

/** Findings as compilers print them, a line each. */
public final class TextCheckReport implements CheckReport {
  private final Output output;

  public TextCheckReport(Output output) {
    this.output = output;
  }

  @Override
  public void finding(Finding finding) {
    output.print(finding + "\n");
  }

  @Override
  public void end(ExitStatus status) {}
}
