// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;

/**
 * The lines and the problems of a file.
 *
 * @param lines in the order of the file
 * @param problems in the order of the file
 */
public record ParsedFile(List<Line> lines, List<Problem> problems) {
  /** Takes copies. */
  public ParsedFile {
    lines = List.copyOf(lines);
    problems = List.copyOf(problems);
  }
}
