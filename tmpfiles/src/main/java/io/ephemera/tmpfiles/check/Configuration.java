// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.Root;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SourceFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration to check.
 *
 * @param root where paths begin; only read
 * @param sources the files that were read, in their order
 * @param plan the lines in force
 * @param problems the problems that the parser and the plan found
 * @param masked the lines of files that another file of the same name masks
 * @param user null for the configuration of the system, else the user who runs it
 */
public record Configuration(
    Root root,
    List<SourceFile> sources,
    Plan plan,
    List<Problem> problems,
    List<MaskedLine> masked,
    @Nullable Integer user) {
  /**
   * A line of a masked file.
   *
   * @param by the file that masks it, as shown to the user
   */
  public record MaskedLine(Line line, String by) {}

  /** Copies the lists. */
  public Configuration {
    sources = List.copyOf(sources);
    problems = List.copyOf(problems);
    masked = List.copyOf(masked);
  }
}
