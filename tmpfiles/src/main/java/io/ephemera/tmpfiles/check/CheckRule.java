// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.report.Severity;

/**
 * What a check looks for.
 *
 * @param id {@code TF} and three digits, which stay
 * @param name a few words with dashes
 * @param severity how much its findings usually matter; one that is likely meant may be a note
 * @param description in a sentence
 * @param weakness the number in the Common Weakness Enumeration, or 0
 */
public record CheckRule(
    String id, String name, Severity severity, String description, int weakness) {
  /** Where its page is, relative to the top of the project. */
  public String help() {
    return "docs/checks/" + id + ".md";
  }
}
