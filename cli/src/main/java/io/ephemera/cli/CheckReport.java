// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.ExitStatus;
import io.ephemera.report.Finding;
import java.io.IOException;

/** What {@code --check} prints, on standard output. */
public interface CheckReport {
  /** One thing that was found. */
  void finding(Finding finding) throws IOException;

  /** The end. */
  void end(ExitStatus status) throws IOException;
}
