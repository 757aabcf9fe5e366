// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.sweep;

import io.ephemera.Sweeper;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.isolate.records.Outcome;
import java.io.IOException;
import java.nio.file.Path;

/** Prints the results of {@code ephemera sweep}. */
interface SweepReport {
  /**
   * Prints what happened in a directory.
   *
   * @param dryRun whether nothing was removed
   */
  void swept(Sweeper.Result sweep, boolean dryRun) throws IOException;

  /**
   * Prints what became of something that a command of {@code ephemera run} left.
   *
   * @param dryRun whether nothing was removed
   */
  void swept(Outcome outcome, boolean dryRun) throws IOException;

  /** Prints that a directory could not be swept, or was refused. */
  void refused(Path directory, IOException reason) throws IOException;

  /** Prints what comes last. */
  void end(ExitStatus status) throws IOException;
}
