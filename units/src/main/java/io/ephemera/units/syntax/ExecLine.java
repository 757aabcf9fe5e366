// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Problem;
import java.util.List;

/**
 * The value of {@code ExecStart=} and its relatives (systemd.service(5), "Command lines").
 *
 * <p>A problem with {@link Problem.Level#ERROR} is one for which systemd refuses the unit; it reads
 * no further then. A command with the prefix {@code -} is ignored with a warning instead.
 *
 * @param commands those that are valid, up to the first invalid one
 * @param problems in the order of the line
 */
public record ExecLine(List<ExecCommand> commands, List<Problem> problems) {
  /**
   * The commands of an assignment; none if its value is empty, which resets the list.
   *
   * @param assignment whose value is a command line
   * @param specifiers expands the path and each word
   */
  public static ExecLine parse(Assignment assignment, Expander specifiers) {
    return new ExecLineReader(assignment, specifiers).read();
  }
}
