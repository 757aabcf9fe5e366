// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.util.List;

/**
 * A mistake that a check found.
 *
 * @param rule the kind of mistake
 * @param severity how severe this finding is
 * @param location where it is
 * @param message what is wrong, why it matters and what to do; names escaped
 * @param evidence what was seen, a line each
 * @param fix what corrects it, a line each: commands, or lines of configuration; never run
 * @param subject what the finding is about, the same in every run: see {@link Fingerprint}
 */
public record Finding(
    Rule rule,
    Severity severity,
    Location location,
    String message,
    List<String> evidence,
    List<String> fix,
    String subject) {
  /** Copies the lists. */
  public Finding {
    evidence = List.copyOf(evidence);
    fix = List.copyOf(fix);
  }

  /** A finding whose subject is its location and its message. */
  public Finding(Rule rule, Severity severity, Location location, String message) {
    this(
        rule,
        severity,
        location,
        message,
        List.of(),
        List.of(),
        location.withoutLine() + " " + message);
  }

  /** A finding as severe as those of its rule usually are. */
  public Finding(Rule rule, Location location, String message) {
    this(rule, rule.severity(), location, message);
  }

  /** The same, with what was seen. */
  public Finding withEvidence(List<String> lines) {
    return new Finding(rule, severity, location, message, lines, fix, subject);
  }

  /** The same, with what corrects it. */
  public Finding withFix(List<String> lines) {
    return new Finding(rule, severity, location, message, evidence, lines, subject);
  }

  /** The same, about something that other runs find again by this text. */
  public Finding about(String text) {
    return new Finding(rule, severity, location, message, evidence, fix, text);
  }

  /** The same, at another location. */
  public Finding at(Location other) {
    return new Finding(rule, severity, other, message, evidence, fix, subject);
  }

  /** By what other runs know it again. */
  public Fingerprint fingerprint() {
    return Fingerprint.of(rule, subject);
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
