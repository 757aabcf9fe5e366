// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.Root;
import io.ephemera.process.Account;
import io.ephemera.report.Finding;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.check.Checks;
import io.ephemera.tmpfiles.check.Configuration;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.ParsedFile;
import io.ephemera.tmpfiles.language.Parser;
import io.ephemera.tmpfiles.language.Plan;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.source.ConfigurationFile;
import io.ephemera.tmpfiles.source.ConfigurationFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads what a run would read, and masked files too, and checks it instead of carrying it out. */
final class Checking {
  private final ConfigurationReader reader;
  private final Request.Sources requested;

  Checking(ConfigurationReader reader, Request.Sources requested) {
    this.reader = reader;
    this.requested = requested;
  }

  Tmpfiles.Result run(Root root, Consumer<Finding> findings) throws IOException {
    boolean needsAttention = false;
    boolean invalid = false;
    for (Finding finding : Checks.run(configuration(root))) {
      needsAttention |= finding.severity() != Severity.NOTE;
      invalid |= finding.severity() == Severity.ERROR;
      findings.accept(finding);
    }
    if (invalid) {
      return Tmpfiles.Result.INVALID_LINES;
    }
    return needsAttention ? Tmpfiles.Result.FINDINGS : Tmpfiles.Result.SUCCESS;
  }

  private Configuration configuration(Root root) throws IOException {
    ConfigurationFiles files = reader.files(root);
    List<SourceFile> sources = reader.sources(files);
    List<Problem> problems = reader.problems(files);
    Parser parser = new Parser(reader.context(root));
    List<Line> lines = new ArrayList<>();
    for (SourceFile source : sources) {
      ParsedFile parsed = parser.parse(source);
      problems.addAll(parsed.problems());
      lines.addAll(parsed.lines());
    }
    Plan plan = Plan.of(lines);
    problems.addAll(plan.problems());
    Integer user = requested.user() ? Account.current().uid() : null;
    return new Configuration(root, sources, plan, problems, masked(files, parser), user);
  }

  /** The lines of masked files; none if the user names the files to read. */
  private List<Configuration.MaskedLine> masked(ConfigurationFiles files, Parser parser) {
    List<Configuration.MaskedLine> lines = new ArrayList<>();
    if (requested.arguments().isEmpty()) {
      for (ConfigurationFiles.Masked masked : files.masked()) {
        ConfigurationFile file = masked.file();
        SourceFile source =
            new SourceFile(file.shown().toString(), file.content(), SourceFile.Kind.LISTED);
        for (Line line : parser.parse(source).lines()) {
          lines.add(new Configuration.MaskedLine(line, masked.by().shown().toString()));
        }
      }
    }
    return lines;
  }
}
