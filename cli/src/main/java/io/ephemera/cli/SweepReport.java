// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.Sweep;
import java.io.IOException;
import java.nio.file.Path;

/** How the results of {@code ephemera sweep} are told. */
interface SweepReport {
  /**
   * A directory was swept.
   *
   * @param pretend whether nothing was removed
   */
  void told(Sweep sweep, boolean pretend) throws IOException;

  /** A directory could not be swept, or was refused. */
  void refused(Path directory, IOException reason) throws IOException;

  /** That was all. */
  void end(ExitCode code) throws IOException;
}
