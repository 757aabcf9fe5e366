// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.Output;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Problem;

/** Outcomes and problems as text for people, on standard error. */
public final class TextReport implements Tmpfiles.Listener {
  private final Output output;
  private final boolean verbose;

  public TextReport(Output output, boolean verbose) {
    this.output = output;
    this.verbose = verbose;
  }

  @Override
  public boolean hearsAll() {
    return verbose;
  }

  @Override
  public void problem(Problem problem) {
    if (verbose || problem.level() != Problem.Level.DEBUG) {
      output.say(problem.toString());
    }
  }

  @Override
  public void outcome(Outcome outcome) {
    String line =
        outcome instanceof Outcome.Done || outcome instanceof Outcome.AlreadyRight
            ? quiet(outcome)
            : loud(outcome);
    if (!line.isEmpty()) {
      output.say(line);
    }
  }

  private String quiet(Outcome outcome) {
    if (!verbose) {
      return "";
    }
    String words = outcome.step().words();
    return outcome.step().origin()
        + (outcome instanceof Outcome.Done ? ": did " : ": already right: ")
        + words;
  }

  private String loud(Outcome outcome) {
    String words = outcome.step().words();
    String origin = outcome.step().origin();
    if (outcome instanceof Outcome.WouldDo) {
      return "Would " + words + " (" + origin + ")";
    }
    if (outcome instanceof Outcome.Failed failed) {
      return origin
          + ": cannot "
          + words
          + ": "
          + failed.reason()
          + (failed.tolerated() ? " (ignored)" : "");
    }
    if (outcome instanceof Outcome.Refused refused) {
      return origin
          + ": refused to "
          + words
          + ": "
          + refused.reason()
          + (refused.tolerated() ? " (ignored)" : "");
    }
    if (outcome instanceof Outcome.Unsupported unsupported) {
      return origin + ": cannot " + words + ": " + unsupported.what() + " is not supported yet";
    }
    if (outcome instanceof Outcome.Skipped skipped && (verbose || skipped.notable())) {
      return origin + ": did not " + words + ": " + skipped.reason();
    }
    return "";
  }
}
