// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.Urgency;
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
      output.say(urgency(problem.level()), problem.toString());
    }
  }

  @Override
  public void outcome(Outcome outcome) {
    String line = words.line(outcome);
    if (!line.isEmpty()) {
      output.say(urgency(outcome), line);
    }
  }

  private static Urgency urgency(Problem.Level level) {
    return switch (level) {
      case ABORT, ERROR -> Urgency.ERROR;
      case WARNING -> Urgency.WARNING;
      case NOTICE -> Urgency.NOTICE;
      case INFO -> Urgency.INFO;
      case DEBUG -> Urgency.DEBUG;
    };
  }

  private static Urgency urgency(Outcome outcome) {
    return switch (outcome.kind()) {
      case FAILED, REFUSED -> outcome.isFailure() ? Urgency.ERROR : Urgency.WARNING;
      case SKIPPED -> outcome.notable() ? Urgency.NOTICE : Urgency.DEBUG;
      case WOULD_DO, DONE -> Urgency.INFO;
      case ALREADY_RIGHT -> Urgency.DEBUG;
    };
  }
}
