// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;

/**
 * What a parser found.
 *
 * @param lines in the order of the file
 * @param problems in the order of the file
 */
public record Parsed(List<Line> lines, List<Problem> problems) {
  /** Takes copies. */
  public Parsed {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
  }
}
