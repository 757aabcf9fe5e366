// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.util.List;

/**
 * The kind of mistake that a check finds.
 *
 * @param id letters and three digits, which never change: {@code TF012}
 * @param name a few words with dashes
 * @param severity how severe its findings usually are; a single finding may differ
 * @param description one sentence
 * @param weakness the number in the Common Weakness Enumeration, or 0
 * @param tags its subjects, by which programs filter findings: {@code tmpfiles.d}
 * @param page its page in the documentation, relative to the top of the project
 */
public record Rule(
    String id,
    String name,
    Severity severity,
    String description,
    int weakness,
    List<String> tags,
    String page) {
  /** Copies the tags. */
  public Rule {
    tags = List.copyOf(tags);
  }
}
