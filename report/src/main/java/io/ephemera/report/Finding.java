// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/**
 * A mistake that a check found.
 *
 * @param rule the kind of mistake
 * @param severity how severe this finding is
 * @param location where it is
 * @param message what is wrong, why it matters and what to do; names escaped
 */
public record Finding(Rule rule, Severity severity, Location location, String message) {
  /** A finding as severe as those of its rule usually are. */
  public Finding(Rule rule, Location location, String message) {
    this(rule, rule.severity(), location, message);
  }

  /** As compilers print it: {@code FILE:LINE:COLUMN: severity ID: message (help: PAGE)}. */
  @Override
  public String toString() {
    return location
        + ": "
        + severity.id()
        + " "
        + rule.id()
        + ": "
        + message
        + " (help: "
        + rule.page()
        + ")";
  }
}
