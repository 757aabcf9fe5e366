// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.report.Finding;
import io.ephemera.tmpfiles.Tmpfiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What {@code --check} prints, on standard output. */
interface CheckReport {
  /** One thing that was found. */
  void finding(Finding finding) throws IOException;

  /** The end. */
  void end(ExitCode code) throws IOException;

  /** The form that was asked for. */
  static CheckReport of(Options options, Output output) throws IOException {
    if (options.has(TmpfilesOption.SARIF)) {
      return new SarifReport(output.data());
    }
    return options.has(TmpfilesOption.JSON)
        ? new JsonCheckReport(output.data())
        : new TextCheckReport(output);
  }

  /** Checks, and tells what is found. */
  default ExitCode tell(Tmpfiles tmpfiles) throws IOException {
    List<Finding> findings = new ArrayList<>();
    ExitCode code = ExitCode.of(tmpfiles.check(findings::add));
    for (Finding finding : findings) {
      finding(finding);
    }
    end(code);
    return code;
  }
}
