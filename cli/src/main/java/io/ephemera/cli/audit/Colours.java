// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.audit;

import io.ephemera.cli.tmpfiles.EnvironmentVariables;
import io.ephemera.fs.Bytes;
import io.ephemera.process.CurrentProcess;
import io.ephemera.report.Severity;

/** Colours of severities, ECMA-48; none unless a terminal shows them. */
enum Colours {
  /** A terminal. */
  ON,
  /** A file or a pipe, or the user wants none. */
  OFF;

  private static final String RESET = "\u001b[0m";

  /** On if standard output is a terminal, and {@code NO_COLOR} is unset or empty. */
  static Colours ofStandardOutput() {
    EnvironmentVariables variables = new EnvironmentVariables();
    Bytes none = variables.get("NO_COLOR");
    Bytes terminal = variables.get("TERM");
    boolean dumb = terminal == null || terminal.latin1().equals("dumb");
    return CurrentProcess.printsOnTerminal() && (none == null || none.isEmpty()) && !dumb
        ? ON
        : OFF;
  }

  String severity(Severity severity) {
    return this == OFF ? severity.id() : start(severity) + severity.id() + RESET;
  }

  private static String start(Severity severity) {
    return switch (severity) {
      case ERROR -> "\u001b[1;31m";
      case WARNING -> "\u001b[1;33m";
      case NOTE -> "\u001b[36m";
    };
  }
}
