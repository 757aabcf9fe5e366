// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.List;

/** Finds one kind of mistake. {@link Checks} lists all checks. An object is used for one audit. */
public sealed interface Check permits EntryCheck, HostCheck {
  /** The kind of mistake. */
  Rule rule();

  /** Whether an image can answer it: it has no processes, mounts and settings of the kernel. */
  default boolean isForImages() {
    return true;
  }

  /**
   * A rule whose page is in docs/audit.
   *
   * @param id {@code HA} and three digits
   * @param name a few words with dashes
   * @param severity how severe its findings usually are
   * @param description one sentence
   * @param weakness the number in the Common Weakness Enumeration, or 0
   * @param tags rules of benchmarks that ask the same: {@code CIS-7.1.11}
   */
  static Rule rule(
      String id, String name, Severity severity, String description, int weakness, String... tags) {
    return new Rule(
        id, name, severity, description, weakness, List.of(tags), "docs/audit/" + id + ".md");
  }
}
