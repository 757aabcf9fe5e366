// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/**
 * Outcomes as text, a line each: the words of the {@link Operation} and the reason.
 *
 * @param verbose whether to report what was done and what was left alone too
 */
public record TextOutcomes(boolean verbose) {
  /** The line for an outcome, without a newline; empty if it is not reported. */
  public String line(Outcome outcome) {
    if (!verbose && !outcome.notable()) {
      return "";
    }
    Step step = outcome.step();
    return switch (outcome.kind()) {
      case DONE -> step.origin() + ": did " + step.words();
      case ALREADY_RIGHT -> step.origin() + ": already right: " + step.words();
      case WOULD_DO -> "Would " + step.words() + " (" + step.origin() + ")";
      case SKIPPED -> step.origin() + ": did not " + step.words() + why(outcome);
      case REFUSED -> step.origin() + ": refused to " + step.words() + why(outcome);
      case FAILED -> step.origin() + ": cannot " + step.words() + why(outcome);
    };
  }

  private static String why(Outcome outcome) {
    return ": " + outcome.reason() + (outcome.tolerated() ? " (ignored)" : "");
  }
}
