// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import static io.ephemera.cli.command.UsageException.require;

import io.ephemera.audit.explain.Explainer;
import io.ephemera.audit.explain.FateTable;
import io.ephemera.audit.explain.SubjectExplainer;
import io.ephemera.audit.explain.UnknownSubjectException;
import io.ephemera.cli.command.Command;
import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatus;
import io.ephemera.cli.command.Output;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.Urgency;
import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.cli.tmpfiles.ProgressLine;
import io.ephemera.cli.tmpfiles.ReferenceTime;
import io.ephemera.cli.tmpfiles.SystemConfiguration;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.report.Outcome;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code ephemera explain}: why a path is here, who uses it, and what will delete it. */
public final class ExplainCommand implements Command {
  @Override
  public CommandDefinition definition() {
    return new ExplainDefinition();
  }

  @Override
  public ExitStatus run(ParsedCommandLine line, Output output) throws UsageException, IOException {
    SubjectOptions subject = SubjectOptions.of(line);
    require(subject.isGiven() || !line.arguments().isEmpty(), "expected a PATH");
    require(
        !(line.has(ExplainDefinition.AT) && line.has(ExplainDefinition.IN)),
        "--at= cannot be combined with --in=");
    return new Run(line, subject, output).explain();
  }

  /** One run, whose command line is valid. */
  private static final class Run implements Tmpfiles.Listener {
    private final ParsedCommandLine line;
    private final SubjectOptions subject;
    private final Output output;
    private final ExplanationReport report;
    private final @Nullable BytePath root;
    private final long now;
    private final Progress progress = Progress.withoutFreed(Throttle.unlimited());
    private boolean failed;
    private boolean invalid;

    Run(ParsedCommandLine line, SubjectOptions subject, Output output)
        throws UsageException, IOException {
      this.line = line;
      this.subject = subject;
      this.output = output;
      this.root = root(line);
      this.now =
          ReferenceTime.of(line, ExplainDefinition.IN, ExplainDefinition.AT, ReferenceTime.now());
      this.report =
          line.has(ExplainDefinition.JSON)
              ? new JsonExplanation(output)
              : new TextExplanation(output::print, now);
    }

    private static @Nullable BytePath root(ParsedCommandLine line) throws UsageException {
      Bytes directory = line.last(ExplainDefinition.ROOT);
      if (directory == null) {
        return null;
      }
      require(!directory.isEmpty(), "the name of the root directory is empty");
      BytePath path = BytePath.of(directory);
      return path.isRoot() ? null : path;
    }

    ExitStatus explain() throws UsageException, IOException {
      for (Bytes argument : line.arguments()) {
        require(!argument.isEmpty(), "a PATH is empty");
      }
      if (subject.isGiven()) {
        explainSubject();
      } else if (line.has(ExplainDefinition.ALL)) {
        explainAll();
      } else {
        explainEach();
      }
      ExitStatus status =
          failed
              ? ExitStatus.FAILED_STEPS
              : invalid ? ExitStatus.INVALID_INPUT : ExitStatus.SUCCESS;
      report.end(status);
      return status;
    }

    private BytePath path(Bytes argument) throws IOException {
      BytePath path = BytePath.of(argument);
      return root == null ? WorkingDirectory.resolve(path) : BytePath.ROOT.append(path);
    }

    private void explainEach() throws IOException {
      try (Explainer explainer = new Explainer(foresight(false), foresight(true))) {
        for (Bytes argument : line.arguments()) {
          BytePath path = path(argument);
          try {
            report.explained(explainer.explain(path));
          } catch (IOException e) {
            fail(path, e);
          }
        }
      }
    }

    private void explainAll() throws IOException {
      try (Foresight foresight = foresight(false);
          ProgressLine _ = ProgressLine.start(output, progress)) {
        for (Bytes argument : line.arguments()) {
          BytePath path = path(argument);
          try {
            FateTable table = new FateTable(now);
            foresight.foresee(Foresight.Run.CLEAN, path, report.fates(path, table));
            report.table(path, table);
          } catch (IOException e) {
            fail(path, e);
          }
        }
      }
    }

    private void explainSubject() throws IOException {
      try (SubjectExplainer explainer = new SubjectExplainer(foresight(false), foresight(true))) {
        report.explained(subject.explainedBy(explainer));
      } catch (UnknownSubjectException e) {
        failed = true;
        report.failed(subject.kind(), subject.shown(), e);
        output.say("ephemera explain: " + e.getMessage() + subject.suggestion(e.others()));
      }
    }

    private void fail(BytePath path, IOException reason) throws IOException {
      failed = true;
      report.failed(path, reason);
      output.say("ephemera explain: cannot look at \"" + path + "\": " + reason.getMessage());
    }

    private Foresight foresight(boolean boot) throws IOException {
      return new SystemConfiguration(root, now, progress)
          .tmpfiles(boot, boot ? SystemConfiguration.silent() : this)
          .foresight();
    }

    @Override
    public void problem(Problem problem) {
      switch (problem.level()) {
        case ABORT, ERROR -> {
          invalid = true;
          output.say(problem.toString());
        }
        case WARNING -> output.say(Urgency.WARNING, problem.toString());
        case NOTICE, INFO, DEBUG -> {} // of interest to those who create
      }
    }

    @Override
    public void outcome(Outcome outcome) {}
  }
}
