// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.List;

/** Finds one kind of mistake. {@link Checks} lists all checks. */
interface Check {
  /** The kind of mistake. */
  Rule rule();

  /** Adds what it finds to the context. */
  void run(CheckContext context);

  /**
   * A rule for {@code tmpfiles.d} files, whose page is in docs/checks.
   *
   * @param id {@code TF} and three digits
   * @param name a few words with dashes
   * @param severity how severe its findings usually are
   * @param description one sentence
   * @param weakness the number in the Common Weakness Enumeration, or 0
   */
  static Rule rule(String id, String name, Severity severity, String description, int weakness) {
    String page = "docs/checks/" + id + ".md";
    return new Rule(id, name, severity, description, weakness, List.of("tmpfiles.d"), page);
  }
}
