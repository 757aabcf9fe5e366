// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Problem;
import java.util.List;

/**
 * What a file that {@code EnvironmentFile=} names contains.
 *
 * @param variables each name once, where it was set first, with its last value
 * @param problems a problem with {@link Problem.Level#ERROR} makes the whole file invalid: then
 *     there are no variables, and systemd does not start the unit, unless the prefix {@code -} lets
 *     it ignore the file
 */
public record EnvironmentFile(List<EnvironmentVariable> variables, List<Problem> problems) {
  /** Whether systemd accepts the file. */
  public boolean isValid() {
    for (Problem problem : problems) {
      if (problem.level() == Problem.Level.ERROR) {
        return false;
      }
    }
    return true;
  }
}
