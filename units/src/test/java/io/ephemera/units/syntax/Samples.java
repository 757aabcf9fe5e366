// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Problem;
import java.util.ArrayList;
import java.util.List;

/** Assignments and specifiers for tests. */
final class Samples {
  private Samples() {}

  /** An assignment at {@code a.service:2:1}, so that columns are indices plus one. */
  static Assignment assignment(String value) {
    return new Assignment("Service", "Key", value, new Position("a.service", 2, 1));
  }

  /** Replaces {@code %n} by {@code name}, {@code %i} by nothing, {@code %%}, and fails for %Z. */
  static Expansion expand(String text) {
    return text.contains("%Z")
        ? new Expansion.Failed("unknown specifier %Z")
        : new Expansion.Value(text.replace("%n", "name").replace("%i", "").replace("%%", "%"));
  }

  /** Level and column of each problem. */
  static String positions(List<Problem> problems) {
    List<String> texts = new ArrayList<>();
    for (Problem problem : problems) {
      texts.add(problem.level() + " " + problem.position().column());
    }
    return String.join(", ", texts);
  }
}
