// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/**
 * Something that a check has found.
 *
 * @param rule what the check looks for
 * @param severity how severe this finding is
 * @param location where it is
 * @param message what was found, and why it matters; names escaped
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
