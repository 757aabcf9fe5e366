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
 * What checks look at.
 *
 * @param root where paths begin; it is only looked at
 * @param sources the files that were read, in their order
 * @param plan what counts of them
 * @param problems what the parser had to say, and the plan
 * @param masked lines that count for nothing, because another file of the same name does
 * @param user null for the system's configuration, else the user who carries it out
 */
public record Configuration(
    Root root,
    List<SourceFile> sources,
    Plan plan,
    List<Problem> problems,
    List<MaskedLine> masked,
    @Nullable Integer user) {
  /**
   * A line in a file that another one masks.
   *
   * @param by the other file as shown to the user
   */
  public record MaskedLine(Line line, String by) {}

  /** Takes copies. */
  public Configuration {
    sources = List.copyOf(sources);
    problems = List.copyOf(problems);
    masked = List.copyOf(masked);
  }
}
