// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import io.ephemera.audit.explain.Belongings;
import io.ephemera.audit.explain.Explanation;
import io.ephemera.audit.explain.FateTable;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.fs.BytePath;
import io.ephemera.tmpfiles.engine.FateListener;
import java.io.IOException;

/** Receives what was found out. */
interface ExplanationReport {
  /** Reports one path. */
  void explained(Explanation explanation) throws IOException;

  /** Reports all that is temporary of a unit or a process. */
  void explained(Belongings belongings) throws IOException;

  /** Who hears of the fates below a path while they are found: the table, and maybe the report. */
  default FateListener fates(BytePath path, FateTable table) {
    return table;
  }

  /** Reports the fates below a path. */
  void table(BytePath path, FateTable table) throws IOException;

  /** Reports that a path could not be looked at. */
  default void failed(BytePath path, IOException reason) throws IOException {}

  /**
   * Reports that a unit or a process could not be looked at.
   *
   * @param kind {@code unit} or {@code pid}
   */
  default void failed(String kind, String subject, IOException reason) throws IOException {}

  /** Ends the report. */
  default void end(ExitStatus status) throws IOException {}
}
