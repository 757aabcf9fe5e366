// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.io.IOException;

/** Writes findings in one form, in the order in which they arrive. Not thread-safe. */
public interface FindingsReport {
  /**
   * Writes a finding.
   *
   * @throws IOException if it cannot be written
   */
  void finding(Finding finding) throws IOException;

  /**
   * Writes what comes after the last finding. Closes nothing.
   *
   * @param exitStatus that of the program
   * @throws IOException if it cannot be written
   */
  void end(int exitStatus) throws IOException;
}
