// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.Output;
import io.ephemera.report.Outcome;
import io.ephemera.report.TextOutcomes;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Problem;

/** Prints problems and outcomes as text, on standard error. */
final class TextListener implements Tmpfiles.Listener {
  private final Output output;
  private final TextOutcomes words;

  TextListener(Output output, boolean verbose) {
    this.output = output;
    this.words = new TextOutcomes(verbose);
  }

  @Override
  public boolean hearsAll() {
    return words.verbose();
  }

  @Override
  public void problem(Problem problem) {
    if (words.verbose() || problem.level() != Problem.Level.DEBUG) {
      output.say(problem.toString());
    }
  }

  @Override
  public void outcome(Outcome outcome) {
    String line = words.line(outcome);
    if (!line.isEmpty()) {
      output.say(line);
    }
  }
}
