// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.util.function.Consumer;

/** Findings as compilers print them, a line each. */
public final class TextFindings implements FindingsReport {
  private final Consumer<String> lines;

  /**
   * A report.
   *
   * @param lines receives each line, without a newline
   */
  public TextFindings(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void finding(Finding finding) {
    lines.accept(finding.toString());
  }

  @Override
  public void end(int exitStatus) {}
}
